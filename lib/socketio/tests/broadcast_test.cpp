#include "io_fixture.h"

namespace socketio {
namespace {

class BroadcastTest : public IoTest {
 protected:
  BroadcastTest() {
    for (auto& client : clients_) {
      client = std::make_unique<Client>(*this);
      sockets_.push_back(client->join());
    }
    sockets_[0]->join("a");
    sockets_[1]->join("a");
    sockets_[1]->join("b");
  }

  // Who has heard an event since the last call, as a list of indexes.
  std::string heard() {
    std::string list;
    turn();
    for (std::size_t i = 0; i < std::size(clients_); ++i) {
      for (std::size_t n = clients_[i]->wire().take().size(); n > 0; --n) list += std::to_string(i);
    }
    return list;
  }

  std::unique_ptr<Client> clients_[3];
  std::vector<SocketPtr> sockets_;
};

TEST_F(BroadcastTest, ReachesEveryone) {
  io().emit("x", 1);
  EXPECT_EQ(heard(), "012");
  io().of("/").everyone().emit_encoded("x", "1");
  EXPECT_EQ(heard(), "012");
}

TEST_F(BroadcastTest, ReachesTheUnionOfRoomsOnce) {
  io().of("/").to("a").emit("x");
  EXPECT_EQ(heard(), "01");
  io().of("/").to("a").to("b").emit("x");
  EXPECT_EQ(heard(), "01");
  io().of("/").to("nobody").emit("x");
  EXPECT_EQ(heard(), "");
}

TEST_F(BroadcastTest, ReachesRoomsThatAreNamedTogether) {
  sockets_[2]->join({"c", "d"});
  io().to({"a", "d"}).emit("x");
  EXPECT_EQ(heard(), "012");
  sockets_[2]->to({"b", "c"}).emit("x");
  EXPECT_EQ(heard(), "1");
  sockets_[2]->except("b").emit("x");
  EXPECT_EQ(heard(), "0");
}

TEST_F(BroadcastTest, MovesSocketsBetweenRooms) {
  io().to("a").sockets_join("moved");
  io().to("moved").emit("x");
  EXPECT_EQ(heard(), "01");
  io().to("b").sockets_leave("moved");
  io().to("moved").emit("x");
  EXPECT_EQ(heard(), "0");
  io().of("/").sockets_join("all");
  io().to("all").emit("x");
  EXPECT_EQ(heard(), "012");
  EXPECT_EQ(io().of("/").sockets().size(), 3U);
}

TEST_F(BroadcastTest, EverySocketIsARoomOfItsOwn) {
  io().of("/").to(sockets_[2]->id()).emit("x");
  EXPECT_EQ(heard(), "2");
  io().of("/").except(sockets_[2]->id()).emit("x");
  EXPECT_EQ(heard(), "01");
}

TEST_F(BroadcastTest, LeavesOutWhatIsExcepted) {
  io().of("/").except("b").emit("x");
  EXPECT_EQ(heard(), "02");
  io().of("/").to("a").except("b").emit("x");
  EXPECT_EQ(heard(), "0");
}

TEST_F(BroadcastTest, FromASocketLeavesOutItself) {
  sockets_[0]->broadcast().emit("x");
  EXPECT_EQ(heard(), "12");
  sockets_[0]->to("a").emit("x");
  EXPECT_EQ(heard(), "1");
}

TEST_F(BroadcastTest, ForgetsWhoLeft) {
  sockets_[1]->leave("a");
  io().of("/").to("a").emit("x");
  EXPECT_EQ(heard(), "0");
  clients_[0]->leave();
  io().of("/").to("a").emit("x");
  io().emit("y");
  EXPECT_EQ(heard(), "12");
}

TEST_F(BroadcastTest, VolatileSkipsWhoIsBusy) {
  clients_[0]->wire().stalled = true;
  sockets_[0]->emit("busy");
  heard();
  io().of("/").everyone().as_volatile().emit("x");
  EXPECT_EQ(heard(), "12");
}

TEST_F(BroadcastTest, CarriesBytes) {
  io().of("/").to("b").emit("x", Binary{"raw"});
  turn();
  EXPECT_THAT(clients_[1]->wire().take(), ElementsAre(R"(451-["x",{"_placeholder":true,"num":0}])", "raw"));
}

TEST_F(BroadcastTest, DisconnectsMany) {
  io().of("/").to("a").disconnect_sockets(true);
  EXPECT_EQ(io().of("/").size(), 1U);
  EXPECT_TRUE(clients_[0]->wire().close_frame_seen);
  EXPECT_FALSE(clients_[2]->wire().close_frame_seen);
  EXPECT_EQ(io().of("/").everyone().count(), 1U);
}

}  // namespace
}  // namespace socketio
