// A line to PostgreSQL that a test cuts at the worst moments.
#pragma once

#include <atomic>
#include <list>
#include <string>
#include <thread>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

namespace store {

// Owned by a test, which uses it from any thread; has a thread of its own. It listens on a free port and
// forwards each connection to the server.
class LossyLine {
 public:
  // `url` of a database, as TestDatabase has it.
  explicit LossyLine(const std::string& url);
  ~LossyLine();
  LossyLine(const LossyLine&) = delete;
  LossyLine& operator=(const LossyLine&) = delete;

  // The same database, through this line.
  [[nodiscard]] const std::string& url() const { return url_; }

  // The server will commit, and the line is cut before the client learns of it; with `for_good` it then
  // refuses new connections, too.
  void cut_at_next_commit(bool for_good = false);
  // Cuts all connections and refuses new ones until `restore`.
  void cut();
  void restore();

 private:
  using Socket = boost::asio::ip::tcp::socket;
  struct Connection {
    explicit Connection(Socket accepted) : client(std::move(accepted)), server(client.get_executor()) {}
    Socket client;
    Socket server;
  };
  enum class AtCommit { kForward, kCut, kCutForGood };

  void listen();
  void cut_now();
  template <class Work>
  void on_loop(Work work);
  boost::asio::awaitable<void> accept();
  boost::asio::awaitable<void> forward(std::shared_ptr<Connection> connection);
  boost::asio::awaitable<void> pump(std::shared_ptr<Connection> connection, Socket& from, Socket& to);

  boost::asio::io_context loop_{1};
  boost::asio::ip::tcp::endpoint server_;
  boost::asio::ip::tcp::acceptor acceptor_{loop_};
  boost::asio::ip::tcp::endpoint here_;
  std::list<std::weak_ptr<Connection>> connections_;
  AtCommit at_commit_ = AtCommit::kForward;
  std::string url_;
  std::jthread thread_;
};

}  // namespace store
