/** The HTTP ports of real servers: health, metrics, status, and what the pages say of them. */
package io.lockstep.endtoend.monitoring;
