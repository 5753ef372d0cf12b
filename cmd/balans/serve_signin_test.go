package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"flag"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"balans/journal"
)

const testSecret = "the-secret-of-this-test"

// options parses flags of serve as the command does.
func options(t *testing.T, args string) (*serveOptions, error) {
	t.Helper()
	o := &serveOptions{}
	fs := flag.NewFlagSet("serve", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	fs.StringVar(&o.listen, "listen", "localhost:8080", "")
	fs.BoolVar(&o.demo, "demo", false, "")
	o.signIn.flags(fs)
	if err := fs.Parse(strings.Fields(args)); err != nil {
		t.Fatal(err)
	}
	return o, o.signIn.complete(o.listen, o.demo)
}

func TestServe_letsOthersInOnlyWithSignInAndTLS(t *testing.T) {
	const who = " --oidc-issuer https://id.example --oidc-client balans --oidc-claim staff "
	for args, want := range map[string]string{
		"": "", "--demo": "", "--listen 127.0.0.1:0": "",
		"--listen 0.0.0.0:8080": "no sign-in", "--listen :8080 --demo": "no sign-in", "--listen :8080 --insecure": "no sign-in",
		"--demo" + who: "do not go together", "--oidc-issuer https://id.example": "--oidc-client",
		"--oidc-issuer https://id.example --oidc-client b": "--oidc-claim",
		who: "", who + "--listen :8080": "--public-url", who + "--listen :8080 --public-url https://b.example": "without TLS",
		who + "--listen :8080 --public-url http://b.example": "without TLS", who + "--listen :8080 --public-url http://b.example --insecure": "",
		who + "--listen :8443 --public-url https://b.example --tls-cert a --tls-key b": "", who + "--tls-cert a": "go together",
		who + "--listen :8443 --public-url http://b.example --tls-cert a --tls-key b":         "https://",
		who + "--listen :8080 --public-url https://b.example --trusted-proxy 10.0.0.1":        "",
		who + "--listen :8080 --public-url https://b.example --trusted-proxy 10.0.0.0/24,::1": "",
		who + "--trusted-proxy 0.0.0.0/0":                                                     "everybody", who + "--trusted-proxy proxy.example": "--trusted-proxy takes",
		who + "--public-url https://b.example": "--trusted-proxy", "--public-url https://b.example": "--oidc-issuer", "--trusted-proxy 10.0.0.1": "--oidc-issuer",
		who + "--api-listen localhost:8081": "", who + "--api-listen 0.0.0.0:8081": "--api-listen 0.0.0.0:8081 can be reached", who + "--api-listen 8081": "--api-listen takes",
		"--tls-cert a --tls-key b": "--oidc-issuer", "--listen nonsense": "HOST:PORT",
	} {
		_, err := options(t, args)
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", args, err, want)
		}
	}
}

func TestServe_takesTheEnvironmentAndHidesTheSecret(t *testing.T) {
	t.Setenv(envIssuer, "https://id.example")
	t.Setenv(envClient, "balans")
	t.Setenv(envClaim, "staff")
	t.Setenv(envSecret, testSecret)
	o, err := options(t, "--oidc-client other")
	if err != nil || o.signIn.issuer != "https://id.example" || o.signIn.client != "other" || o.signIn.claim != "staff" {
		t.Errorf("%+v (%v)", o.signIn, err)
	}
	if s, err := o.signIn.secret(); s != testSecret || err != nil {
		t.Errorf("the secret is not read: %v", err)
	}
	help, _ := balans(t, exitOK, "help", "serve")
	if strings.Contains(help, testSecret) || !strings.Contains(help, envSecret) || !strings.Contains(help, "/signin/callback") {
		t.Errorf("the help:\n%s", help)
	}
	dir := t.TempDir()
	for name, c := range map[string]struct{ text, want string }{
		"good": {testSecret + "\n", testSecret}, "empty": {" \n", ""}, "two lines": {testSecret + "\nmore", ""}, "long": {strings.Repeat("x", 5000), ""}, "missing": {"", ""},
	} {
		path := filepath.Join(dir, name)
		if name != "missing" {
			if err := os.WriteFile(path, []byte(c.text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		o.signIn.secretFile = path
		got, err := o.signIn.secret()
		if got != c.want || (err == nil) != (c.want != "") || err != nil && strings.Contains(err.Error(), testSecret) {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

func TestServe_answersItsOwnNameAndProxiesOnly(t *testing.T) {
	o, err := options(t, "--listen :8080 --oidc-issuer https://id.example --oidc-client balans --oidc-claim staff --public-url https://b.example --trusted-proxy 10.0.0.0/24")
	if err != nil {
		t.Fatal(err)
	}
	h, err := o.signIn.guard(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		from, host, path string
		want             int
	}{
		{"10.0.0.7:1", "b.example", "/", 204}, {"10.0.0.7:1", "B.example", "/", 204}, {"10.0.0.7:1", "other.example", "/", 421}, {"10.0.0.7:1", "b.example.other.example", "/", 421},
		{"10.0.0.7:1", "10.0.0.9:8080", "/healthz", 204}, {"10.0.1.7:1", "b.example", "/", 403}, {"127.0.0.1:1", "b.example", "/", 403}, {"10.0.0.7:1", "", "/", 421},
	} {
		r := httptest.NewRequest(http.MethodGet, c.path, nil)
		r.RemoteAddr, r.Host = c.from, c.host
		r.Header.Set("X-Forwarded-For", "10.0.0.7")
		w := httptest.NewRecorder()
		if h.ServeHTTP(w, r); w.Code != c.want {
			t.Errorf("%+v: %d", c, w.Code)
		}
	}
}

// lockedBuffer is written by a server and read by its test.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(b)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// certificate writes the one that httptest has for 127.0.0.1, with its key.
func certificate(t *testing.T) (cert, key string, pool *x509.CertPool) {
	t.Helper()
	s := httptest.NewTLSServer(http.NotFoundHandler())
	defer s.Close()
	der, err := x509.MarshalPKCS8PrivateKey(s.TLS.Certificates[0].PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	cert, key = filepath.Join(t.TempDir(), "cert.pem"), filepath.Join(t.TempDir(), "key.pem")
	for path, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: s.Certificate().Raw}, key: {Type: "PRIVATE KEY", Bytes: der}} {
		if err := os.WriteFile(path, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	pool = x509.NewCertPool()
	pool.AddCert(s.Certificate())
	return cert, key, pool
}

func TestServe_overTLSWithSignIn(t *testing.T) {
	t.Setenv(envSecret, testSecret)
	cert, key, pool := certificate(t)
	o, err := options(t, "--listen 127.0.0.1:0 --api-listen 127.0.0.1:0 --oidc-issuer http://127.0.0.1:1 --oidc-client balans --oidc-claim staff --tls-cert "+cert+" --tls-key "+key)
	if err != nil {
		t.Fatal(err)
	}
	o.db.dsn = filepath.Join(t.TempDir(), "journal.db")
	j, err := journal.Open(t.Context(), o.db.dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	l, err := o.take()
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	var out, errs lockedBuffer
	ended := make(chan error, 1)
	go func() { ended <- serve(ctx, &terminal{out: &out, err: &errs}, *o, j, l) }()
	c := &http.Client{Timeout: time.Minute, Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	base := "https://" + l.Addr().String()
	for target, want := range map[string]int{"/": 200, "/report": 303, "/signin": 503, "/healthz": 200, "/api/controls": 404} {
		res, err := c.Get(base + target) // waits for the server: the listener is open
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(res.Body)
		res.Body.Close()
		if res.StatusCode != want || res.Header.Get("Strict-Transport-Security") == "" && target != "/api/controls" {
			t.Errorf("%s: %d, want %d: %v %s", target, res.StatusCode, want, res.Header, body)
		}
	}
	if !strings.Contains(out.String(), base) {
		t.Errorf("it says %q", out.String())
	}
	if strings.Contains(out.String()+errs.String(), testSecret) {
		t.Error("the secret is in the log")
	}
	stop()
	if err := <-ended; err != nil && err != http.ErrServerClosed {
		t.Error(err)
	}
	if u, err := url.Parse(base); err != nil || u.Port() == "0" {
		t.Errorf("%s (%v)", base, err)
	}
}
