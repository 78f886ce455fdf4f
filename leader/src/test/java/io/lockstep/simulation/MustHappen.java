package io.lockstep.simulation;

import java.util.List;

final class MustHappen {

    static final List<String> RARELY = List.of();

    private MustHappen() {}
}
