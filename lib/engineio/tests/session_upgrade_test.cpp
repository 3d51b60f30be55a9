#include "rules_fixture.h"

namespace engineio {
namespace {

class UpgradeTest : public PollingRulesTest {
 protected:
  void open_probe() { rules_.probe_opened(clock_.now()); }
  void answer_probe() {
    open_probe();
    probe("2probe");
    rules_.write_done();
    done();
  }
};

TEST_F(UpgradeTest, ProbesThenSwitches) {
  rules_.poll_arrived();
  done();
  open_probe();
  EXPECT_THAT(done(), IsEmpty()) << "polls stay pending until the probe";
  probe("2probe");
  EXPECT_THAT(done(), ElementsAre("probe 3probe", "poll 6"));
  rules_.write_done();
  probe("5");
  EXPECT_THAT(done(), ElementsAre("adopt probe", "drained"));
  EXPECT_EQ(rules_.transport(), Transport::kWebSocket);
  EXPECT_TRUE(rules_.writable());
}

TEST_F(UpgradeTest, SwitchesToASocketThatTakesAllAtOnce) {
  actions_.writes_at_once = true;
  send("4a");
  open_probe();
  probe("2probe");
  probe("5");
  EXPECT_THAT(done(), ElementsAre("probe 3probe", "adopt probe", "ws 4a", "drained"));
  EXPECT_TRUE(rules_.writable());
}

TEST_F(UpgradeTest, EveryPollIsEndedFromTheProbeOn) {
  answer_probe();
  rules_.poll_arrived();
  EXPECT_THAT(done(), ElementsAre("poll 6"));
  rules_.poll_arrived();
  EXPECT_THAT(done(), ElementsAre("poll 6"));
}

TEST_F(UpgradeTest, DataStillLeavesByPollsAndTheRestByTheWebSocket) {
  answer_probe();
  send("4a");
  rules_.poll_arrived();
  EXPECT_THAT(done(), ElementsAre("poll 4a"));
  send("4b");
  probe("5");
  EXPECT_THAT(done(), ElementsAre("adopt probe", "ws 4b"));
}

TEST_F(UpgradeTest, PostsAreTakenDuringTheProbe) {
  answer_probe();
  receive("4a");
  EXPECT_THAT(done(), ElementsAre("message a"));
}

TEST_F(UpgradeTest, WaitsForTheProbesOwnWrite) {
  open_probe();
  probe("2probe");
  send("4a");
  probe("5");
  EXPECT_THAT(done(), ElementsAre("probe 3probe", "adopt probe"));
  rules_.write_done();
  EXPECT_THAT(done(), ElementsAre("ws 4a"));
}

TEST_F(UpgradeTest, ALoneUpgradePacketIsEnough) {
  open_probe();
  probe("5");
  EXPECT_THAT(done(), ElementsAre("adopt probe", "drained"));
}

TEST_F(UpgradeTest, APendingPollLearnsOfALoneUpgrade) {
  rules_.poll_arrived();
  done();
  open_probe();
  probe("5");
  EXPECT_THAT(done(), ElementsAre("poll 1", "adopt probe", "drained"));
}

TEST_F(UpgradeTest, AWrongFirstPacketClosesOnlyThatWebSocket) {
  for (const char* text : {"2", "2foo", "4hello", "3probe", "abc", ""}) {
    open_probe();
    probe(text);
    EXPECT_THAT(done(), ElementsAre("close probe")) << text;
    EXPECT_TRUE(rules_.is_open());
    EXPECT_TRUE(rules_.accepts_probe());
  }
}

TEST_F(UpgradeTest, ALostProbeLeavesPollingUnharmed) {
  answer_probe();
  rules_.probe_lost();
  rules_.poll_arrived();
  EXPECT_THAT(done(), ElementsAre("drained"));
  send("4a");
  EXPECT_THAT(done(), ElementsAre("poll 4a"));
}

TEST_F(UpgradeTest, AnUpgradeThatTakesTooLongIsGivenUp) {
  answer_probe();
  EXPECT_EQ(rules_.next_deadline(), clock_.now() + limits_.upgrade_timeout);
  pass(milliseconds(100));
  EXPECT_THAT(done(), ElementsAre("close probe"));
  EXPECT_TRUE(rules_.is_open());
}

TEST_F(UpgradeTest, OnlyOneProbeAndNoneAfterTheSwitch) {
  EXPECT_TRUE(rules_.accepts_probe());
  answer_probe();
  EXPECT_FALSE(rules_.accepts_probe());
  probe("5");
  EXPECT_FALSE(rules_.accepts_probe());
}

TEST_F(UpgradeTest, TheHeartbeatGoesOnDuringAnUpgrade) {
  limits_.upgrade_timeout = milliseconds(10'000);
  answer_probe();
  pass(milliseconds(300));
  rules_.poll_arrived();
  EXPECT_THAT(done(), ElementsAre("poll 2"));
  pass(milliseconds(200));
  EXPECT_THAT(done(), ElementsAre("close probe", "forget", "closed ping timeout"));
}

TEST_F(UpgradeTest, ClosingTheSessionClosesTheProbe) {
  answer_probe();
  close();
  EXPECT_THAT(done(), ElementsAre("close probe", "closed forced close"));
}

}  // namespace
}  // namespace engineio
