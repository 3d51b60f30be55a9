#include "curl_transport.h"

#include <string_view>
#include <utility>

#include "event_scanner.h"
#include "transfer.h"

namespace openai {
namespace {

// Owned by its transfer. libcurl calls it from inside, where a transfer only takes notes.
class CurlCarriage final : public Carriage {
 public:
  explicit CurlCarriage(Transfer& carried) : handle(curl_easy_init()), transfer_(carried) {}

  [[nodiscard]] bool prepare(const Endpoint& endpoint);

  [[nodiscard]] int status() const override {
    long status = 0;
    curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
    return static_cast<int>(status);
  }
  [[nodiscard]] std::chrono::seconds retry_after() const override {
    curl_off_t seconds = 0;
    curl_easy_getinfo(handle.get(), CURLINFO_RETRY_AFTER, &seconds);
    return std::chrono::seconds(seconds);
  }

  [[nodiscard]] static CurlCarriage& of(CURL* easy) {
    CurlCarriage* carriage = nullptr;
    curl_easy_getinfo(easy, CURLINFO_PRIVATE, &carriage);
    return *carriage;
  }
  void ended(CURLcode result);

  EasyHandle handle;

 private:
  static std::size_t on_body(char* bytes, std::size_t one, std::size_t size, void* self) noexcept;
  static int on_connected(void* self, char* ip, char* local_ip, int port, int local_port) noexcept;

  [[nodiscard]] LineFailure failure(CURLcode result) const;

  Transfer& transfer_;
  std::array<char, CURL_ERROR_SIZE> words_{};
  int status_ = 0;
  bool connected_ = false;
};

bool CurlCarriage::prepare(const Endpoint& endpoint) {
  CURL* const easy = handle.get();
  if (easy == nullptr || !endpoint.prepare(easy)) return false;
  curl_easy_setopt(easy, CURLOPT_PRIVATE, this);
  curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, words_.data());
  curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(transfer_.body().size()));
  curl_easy_setopt(easy, CURLOPT_POSTFIELDS, transfer_.body().data());
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &CurlCarriage::on_body);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, this);
  curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, &CurlCarriage::on_connected);
  curl_easy_setopt(easy, CURLOPT_PREREQDATA, this);
  return true;
}

std::size_t CurlCarriage::on_body(char* bytes, std::size_t, std::size_t size, void* self) noexcept {
  auto& carriage = *static_cast<CurlCarriage*>(self);
  if (carriage.status_ == 0) carriage.status_ = carriage.status();
  // Any other number than `size` makes libcurl end the transfer.
  EventForm form({bytes, size});
  return carriage.transfer_.received(carriage.status_, {bytes, size}, form) ? size : CURL_WRITEFUNC_ERROR;
}

int CurlCarriage::on_connected(void* self, char*, char*, int, int) noexcept {
  auto& carriage = *static_cast<CurlCarriage*>(self);
  carriage.connected_ = true;
  carriage.transfer_.connected();
  return CURL_PREREQFUNC_OK;
}

void CurlCarriage::ended(CURLcode result) {
  if (result == CURLE_OK) {
    transfer_.ended(std::nullopt);
  } else {
    transfer_.ended(failure(result));
  }
}

LineFailure CurlCarriage::failure(CURLcode result) const {
  using Kind = LineFailure::Kind;
  const char* const words = words_[0] != '\0' ? words_.data() : curl_easy_strerror(result);
  switch (result) {
    case CURLE_OPERATION_TIMEDOUT:
      return {Kind::kTimeout, words};
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CRL_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_SSL_ENGINE_INITFAILED:
      return {Kind::kTls, words};
    default:
      return {connected_ ? Kind::kBroken : Kind::kConnect, words};
  }
}

}  // namespace

CurlTransport::CurlTransport(const runtime::Executor& executor, const Endpoint& endpoint,
                             std::size_t max_connections, Transport::Observer& observer)
    : endpoint_(endpoint),
      observer_(observer),
      loop_(std::make_shared<CurlLoop>(executor, max_connections, *this)) {}

CurlTransport::~CurlTransport() {
  close();
}

void CurlTransport::close() {
  loop_->close();
}

bool CurlTransport::start(Transfer& transfer) {
  auto carriage = std::make_unique<CurlCarriage>(transfer);
  const bool prepared = carriage->prepare(endpoint_);
  CURL* const handle = carriage->handle.get();
  transfer.carry_with(std::move(carriage));
  return prepared && loop_->add(handle);
}

void CurlTransport::release(Transfer& transfer) {
  loop_->remove(static_cast<CurlCarriage&>(*transfer.carriage()).handle.get());
}

void CurlTransport::transfer_ended(CURL* handle, CURLcode result) {
  CurlCarriage::of(handle).ended(result);
}

}  // namespace openai
