// One client's session: its packets in, and its sockets, one for each namespace it has joined.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <engineio/deadlines.h>
#include <engineio/session.h>
#include <socketio/connection_rules.h>
#include <socketio/decoder.h>
#include <socketio/namespace.h>
#include <socketio/server.h>

namespace socketio {

// Owned by its session, and by its sockets while they are joined. Ends with the session.
class Connection final : public engineio::SessionListener, public std::enable_shared_from_this<Connection> {
 public:
  Connection(Server& server, std::shared_ptr<engineio::Session> session);

  // Called once: from now on the client must join a namespace in time.
  void start();

  void on_message(std::string_view payload, bool binary) override;
  void on_drain() override;
  void on_close(engineio::CloseReason reason) override;

  // A packet and the attachments that follow it.
  void send(std::string packet, std::vector<std::string> attachments);
  // The socket has been disconnected by the server: the client is told.
  void expel(const Socket& socket);
  // Disconnects every socket, then ends the session.
  void disconnect_all();

  [[nodiscard]] engineio::Session& session() const { return *session_; }

 private:
  struct Entry {
    std::string nsp;
    Membership membership;
    std::shared_ptr<Socket> socket;  // while joining and joined
  };

  void handle(Packet packet);
  [[nodiscard]] Entry* find(std::string_view nsp);
  void erase(std::string_view nsp);
  // False when the client is in too many already.
  [[nodiscard]] bool make_room();
  void join(Namespace& nsp, boost::json::object auth);
  void refuse(std::string_view nsp, std::string_view message, const boost::json::value& data = nullptr);
  void run_middleware(const std::shared_ptr<Socket>& socket, std::size_t index);
  void decided(const std::shared_ptr<Socket>& socket, std::size_t index, std::optional<ConnectError> error);
  // The last step: the client becomes `socket`, or again the one that it was.
  void finish_join(std::shared_ptr<Socket> socket);
  // The socket that `joining` proves to have been, away by now, and in `missed` what it has to be sent;
  // nullptr when there is none that can be recovered.
  [[nodiscard]] std::shared_ptr<Socket> recover(const Socket& joining, std::vector<engineio::Frame>& missed);
  void stop_connect_deadline();
  void fail();

  Server* server_;
  std::shared_ptr<engineio::Session> session_;
  Decoder decoder_;
  std::vector<Entry> entries_;
  std::optional<engineio::Deadlines::Id> connect_deadline_;
};

}  // namespace socketio
