package io.lockstep.simulation.check.lock;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.check.Story;
import io.lockstep.simulation.client.Ask;
import org.junit.jupiter.api.Test;

class TokenCheckTest {

    private final Story story = new Story();
    private final TokenCheck check = new TokenCheck();

    @Test
    void risingTokensAreWell() {
        story.ask(story.a, Ask.of(Verb.LOCK, "x").with("req", 1), 10, 20, "OK LOCK x token=1 index=3");
        story.ask(story.b, Ask.of(Verb.LOCK, "y"), 21, 30, "OK LOCK y token=2 index=4");
        story.ask(story.a, Ask.of(Verb.LOCK, "x").with("req", 1), 31, 40, "OK LOCK x token=1 index=4");

        assertThat(story.breachesOf(check)).isEmpty();
    }

    @Test
    void aTokenUsedAgainIsSeen() {
        story.ask(story.a, Ask.of(Verb.LOCK, "x").with("req", 1), 10, 20, "OK LOCK x token=1 index=3");
        story.ask(story.b, Ask.of(Verb.LOCK, "x").with("req", 1), 15, 30, "OK LOCK x token=1 index=9");

        assertThat(story.breachesOf(check)).singleElement().asString().startsWith("one token for two");
    }

    @Test
    void aTokenThatFallsIsSeen() {
        story.ask(story.a, Ask.of(Verb.LOCK, "x"), 10, 20, "OK LOCK x token=5 index=3");
        story.ask(story.b, Ask.of(Verb.LOCK, "y"), 21, 30, "OK LOCK y token=4 index=9");

        assertThat(story.breachesOf(check)).singleElement().asString().startsWith("a token does not rise");
    }
}
