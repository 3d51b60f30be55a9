// A client of a Socket.IO server without a network: what it sends is the fuzzer's choice, what it receives
// has to be in order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/json.hpp>

#include <socketio/decoder.h>
#include <socketio/server.h>

#include "fake_wire.h"
#include "numbered_events.h"

namespace fuzz {

// A person who opens one session after another, and may return as the socket that was lost with an earlier
// one.
class Client {
 public:
  // `loop`, `io` and `ledger` outlive the client.
  Client(boost::asio::io_context& loop, socketio::Server& io, const Ledger& ledger);

  // Each does what it says if there is a session for it, or none where none may be.
  void open_polling();
  void open_websocket();
  void poll(bool loses_answer);
  void leave_poll();
  // A POST whose body is on its way; `end_post` lets it arrive, or cuts it.
  void begin_post();
  void end_post(bool arrives);
  void begin_upgrade();
  void probe(std::string_view packet);  // on the WebSocket of the upgrade
  void lose_upgrade();
  void stall(bool stalled);
  // The line is gone: at once for the client; the server learns of it only by `lose_for_good`.
  void lose();
  void lose_for_good();

  // Socket.IO. `nsp` is "/" or "/n".
  enum class Return : std::uint8_t { kNot, kRight, kFromTheStart, kWrongOffset, kWrongId };
  void join(std::string_view nsp, Return back, std::string_view auth_key);
  void leave(std::string_view nsp);
  // `sent_bytes` of the `attachments` attachments leave: the packet may be cut.
  void emit(std::string_view nsp, std::string_view event, bool with_ack, std::size_t attachments,
            std::size_t sent_bytes);
  void answer(std::string_view nsp);
  // Whatever it is, as one message of the transport, or as a body.
  void send_raw(std::string bytes, bool binary);

  // Whether pings are answered.
  void be_silent(bool silent) { silent_ = silent; }
  // Takes what has arrived.
  void receive();
  // Receives until nothing more comes, and holds that nothing is missing.
  void settle();

 private:
  // One socket of ours, as long as the client may be that socket.
  struct Place {
    std::string private_id;
    std::string offset;        // the newest
    std::size_t received = 0;  // of the numbers in the ledger
    bool resumes = false;      // where in the ledger, the next event shows
  };
  struct Asked {
    Return back = Return::kNot;
    std::string sid;           // who we were
    std::size_t received = 0;  // by what we said
  };
  struct Member {
    std::string sid;  // empty: not joined
    std::deque<Asked> asked;
    std::vector<boost::json::array> early;      // events before the answer to CONNECT
    std::map<std::uint64_t, std::string> acks;  // that we wait for, and who we were when we asked
    std::deque<std::uint64_t> questions;        // of the server
  };
  struct Session {
    std::string sid;       // Engine.IO's
    bool is_rude = false;  // has sent what no client sends
    std::unique_ptr<engineio::FakeExchange> wire, upgrade;
    std::unique_ptr<engineio::FakeExchange> waiting, posting;  // a GET, a POST
    std::vector<std::unique_ptr<engineio::FakeExchange>> ended;
    std::map<std::string, Member, std::less<>> members;
    bool is_cut = false;  // has announced more attachments than it sent
    socketio::Decoder decoder{socketio::DecoderLimits()};
    std::uint64_t next_ack = 0;
  };

  std::unique_ptr<engineio::FakeExchange> request(std::string_view method, const std::string& query,
                                                  std::string body = "");
  void start(engineio::FakeExchange& exchange);
  void turn();
  void send(const std::string& packet);
  void send_bytes(std::string bytes);
  void post(std::string body);
  void receive_body(std::string_view body);
  void receive_message(std::string_view payload);
  void receive_packet(socketio::Packet packet);
  void joined(std::string_view nsp, const boost::json::object& answer);
  void received_event(Member& member, const boost::json::array& event);
  void received_number(const std::string& sid, int number);
  static void end(Session& session);
  void give_up();

  boost::asio::io_context& loop_;
  socketio::Server& io_;
  const Ledger& ledger_;
  bool silent_ = false;
  std::unique_ptr<Session> session_;
  std::vector<std::unique_ptr<Session>> lost_;
  std::map<std::string, Place, std::less<>> places_;          // by socket id
  std::map<std::string, std::string, std::less<>> last_sid_;  // by namespace
};

}  // namespace fuzz
