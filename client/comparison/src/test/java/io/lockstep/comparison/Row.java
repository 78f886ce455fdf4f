package io.lockstep.comparison;

import io.lockstep.comparison.Task.Place;
import io.lockstep.comparison.Task.Work;
import java.util.List;

/**
 * One row of the table.
 *
 * @param title what it is
 */
record Row(String title, Work work, int clients, Place place) {

    /** The rows that have a load, in order. */
    static final List<Row> ALL = List.of(
            new Row("lock + release, 1 client at the leader", Work.LOCK, 1, Place.LEADER),
            new Row("… 1 client at a follower", Work.LOCK, 1, Place.FOLLOWER),
            new Row("… 64 clients at the leader", Work.LOCK, 64, Place.LEADER),
            new Row("… 256 at the leader", Work.LOCK, 256, Place.LEADER),
            new Row("… 64 spread over all servers", Work.LOCK, 64, Place.ALL),
            new Row("… 256 spread over all servers", Work.LOCK, 256, Place.ALL),
            new Row("hand-overs of one lock, 16 clients at the leader", Work.HAND_OVER, 16, Place.LEADER),
            new Row("… 64 at the leader", Work.HAND_OVER, 64, Place.LEADER),
            new Row("… 256 at the leader", Work.HAND_OVER, 256, Place.LEADER),
            new Row("… 16 spread over all servers", Work.HAND_OVER, 16, Place.ALL),
            new Row("… 64 spread over all servers", Work.HAND_OVER, 64, Place.ALL),
            new Row("… 256 spread over all servers", Work.HAND_OVER, 256, Place.ALL),
            new Row("status, 1 client at a follower", Work.STATUS, 1, Place.FOLLOWER),
            new Row("… 64 at a follower", Work.STATUS, 64, Place.FOLLOWER),
            new Row("… 256 at a follower", Work.STATUS, 256, Place.FOLLOWER));
}
