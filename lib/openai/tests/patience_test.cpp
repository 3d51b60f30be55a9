#include "patience.h"

#include <gtest/gtest.h>

#include <openai/failure.h>

namespace openai {
namespace {

using std::chrono::seconds;

const Options kOptions{
    .connect_timeout = seconds(10), .first_byte_timeout = seconds(60), .silence_timeout = seconds(30)};

TEST(Patience, WaitsForEachStepInTurn) {
  const base::SteadyTime start(seconds(1000));
  Patience patience(kOptions, {}, start);
  EXPECT_EQ(patience.deadline(), start + seconds(10));
  EXPECT_TRUE(patience.is_connecting());
  patience.connected(start + seconds(1));
  EXPECT_EQ(patience.deadline(), start + seconds(61));
  EXPECT_FALSE(patience.is_connecting());
  patience.heard(start + seconds(2));
  EXPECT_EQ(patience.deadline(), start + seconds(32));
  patience.heard(start + seconds(20));
  EXPECT_EQ(patience.deadline(), start + seconds(50));
}

TEST(Patience, DoesNotGoBackAStep) {
  const base::SteadyTime start(seconds(1000));
  Patience patience(kOptions, {}, start);
  patience.heard(start);
  patience.connected(start + seconds(5));
  EXPECT_EQ(patience.deadline(), start + seconds(30));
}

TEST(Patience, IsShortOnceTheAnswerIsComplete) {
  const base::SteadyTime start(seconds(1000));
  Patience patience(kOptions, {}, start);
  patience.heard(start);
  patience.answer_complete(start);
  const base::SteadyTime deadline = patience.deadline();
  EXPECT_LT(deadline, start + seconds(30));
  patience.heard(start + seconds(1));
  patience.answer_complete(start + seconds(1));
  EXPECT_EQ(patience.deadline(), deadline) << "a server that talks on wins no time";
}

TEST(Patience, IsWhatOneQuestionIsGranted) {
  const base::SteadyTime start(seconds(1000));
  Patience patience(kOptions, {.first_byte = seconds(5), .silence = seconds(3)}, start);
  EXPECT_EQ(patience.deadline(), start + seconds(10)) << "the connection is no matter of the question";
  patience.connected(start);
  EXPECT_EQ(patience.deadline(), start + seconds(5));
  patience.heard(start + seconds(1));
  EXPECT_EQ(patience.deadline(), start + seconds(4));
}

TEST(Patience, EndsForTheWholeHoweverSteadilyItComes) {
  const base::SteadyTime start(seconds(1000));
  Patience patience(kOptions, {.complete_by = start + seconds(45)}, start);
  EXPECT_EQ(patience.deadline(), start + seconds(10));
  patience.connected(start);
  EXPECT_EQ(patience.deadline(), start + seconds(45));
  patience.heard(start + seconds(1));
  EXPECT_EQ(patience.deadline(), start + seconds(31));
  patience.heard(start + seconds(30));
  EXPECT_EQ(patience.deadline(), start + seconds(45));
  EXPECT_EQ(patience.too_long("h").code, kTimeout);
  EXPECT_NE(patience.too_long("h").message.find("the whole"), std::string::npos);
  patience.answer_complete(start + seconds(44));
  EXPECT_EQ(patience.deadline(), start + seconds(46)) << "a whole answer only waits for the connection's end";
}

TEST(Patience, SaysWhatItWaitedFor) {
  const base::SteadyTime start(seconds(1000));
  Patience patience(kOptions, {}, start);
  EXPECT_EQ(patience.too_long("h").code, kTimeout);
  EXPECT_EQ(patience.too_long("h").message, "There was no connection to h within 10000 ms.");
  patience.connected(start);
  EXPECT_NE(patience.too_long("h").message.find("first byte"), std::string::npos);
  patience.heard(start);
  EXPECT_NE(patience.too_long("h").message.find("silence"), std::string::npos);
}

}  // namespace
}  // namespace openai
