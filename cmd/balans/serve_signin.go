package main

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"strings"
	"time"

	"balans/desk/signin"
)

// signInOptions are the flags of sign-in, and of a door that other machines can reach.
type signInOptions struct {
	issuer, client, claim, scopes, secretFile string
	publicURL, tlsCert, tlsKey, proxies       string
	apiListen                                 string
	idle, length                              time.Duration
	insecure                                  bool
	front                                     signin.Front // read from proxies
}

// The environment variables of sign-in. The secret has no flag: a command line can be seen by
// everybody on the machine.
const (
	envIssuer    = "BALANS_OIDC_ISSUER"
	envClient    = "BALANS_OIDC_CLIENT"
	envClaim     = "BALANS_OIDC_CLAIM"
	envSecret    = "BALANS_OIDC_SECRET"
	envPublicURL = "BALANS_PUBLIC_URL"
)

const signInHelp = `Staff sign in at the agency's own identity provider (OpenID Connect, code flow with PKCE):
  export BALANS_OIDC_SECRET=…       or --oidc-secret-file; never on the command line
  balans serve --listen :8443 --tls-cert cert.pem --tls-key key.pem --public-url https://balans.example:8443 \
    --oidc-issuer https://id.example --oidc-client balans --oidc-claim employee_id
  balans serve --listen 10.0.0.5:8080 --trusted-proxy 10.0.0.1 --public-url https://balans.example …   TLS at a proxy
At the provider, register PUBLIC-URL/signin/callback as the address to come back to, and PUBLIC-URL/ as the one
after sign-out. The claim names the member of staff as ` + "`balans access staff`" + ` has them; choose one that is never
given to another person. Who is signed in and not among the staff sees nothing. Roles follow the staff's grants at
once; sessions live in memory, so a restart costs everybody one turn by the provider.
BALANS_OIDC_ISSUER, BALANS_OIDC_CLIENT, BALANS_OIDC_CLAIM and BALANS_PUBLIC_URL stand in for flags that are not given.

Without sign-in the pages are served on loopback addresses only, and show figures but no person.`

func (o *signInOptions) flags(fs *flag.FlagSet) {
	fs.StringVar(&o.issuer, "oidc-issuer", "", "the identity provider's `URL`, as it writes it itself; no sign-in without it")
	fs.StringVar(&o.client, "oidc-client", "", "our `NAME` at the provider")
	fs.StringVar(&o.claim, "oidc-claim", "", "the `CLAIM` of the ID token that names the member of staff")
	fs.StringVar(&o.scopes, "oidc-scopes", "profile", "`SCOPES` to ask for beside openid, with spaces between")
	fs.StringVar(&o.secretFile, "oidc-secret-file", "", "`FILE` with our secret at the provider; else "+envSecret+", else none")
	fs.StringVar(&o.publicURL, "public-url", "", "how browsers reach the pages, as `URL`; http://LISTEN when it is not given")
	fs.StringVar(&o.tlsCert, "tls-cert", "", "`FILE` with the certificate chain, for TLS here")
	fs.StringVar(&o.tlsKey, "tls-key", "", "`FILE` with its key")
	fs.StringVar(&o.proxies, "trusted-proxy", "", "`ADDRESSES` or networks of the proxies with TLS before us, with commas between; nobody else is then answered")
	fs.StringVar(&o.apiListen, "api-listen", "", "`HOST:PORT` on loopback for the door for programs, which has no sign-in; without sign-in it is with the pages")
	fs.DurationVar(&o.idle, "session-idle", signin.DefaultIdle, "end a session after so long without a request")
	fs.DurationVar(&o.length, "session-length", signin.DefaultAbsolute, "end a session after so long, whatever is done in it")
	fs.BoolVar(&o.insecure, "insecure", false, "serve other machines without TLS: passwords aside, all that is shown can be read on the way")
}

// isOn reports whether staff can sign in.
func (o *signInOptions) isOn() bool { return o.issuer != "" }

// isTLS reports whether TLS is made here.
func (o *signInOptions) isTLS() bool { return o.tlsCert != "" }

// complete takes what flags did not give from the environment, and refuses what does not fit
// together, before any long work.
func (o *signInOptions) complete(listen string, demo bool) error {
	o.issuer, o.client, o.claim = cmp.Or(o.issuer, os.Getenv(envIssuer)), cmp.Or(o.client, os.Getenv(envClient)), cmp.Or(o.claim, os.Getenv(envClaim))
	o.publicURL = strings.TrimSuffix(cmp.Or(o.publicURL, os.Getenv(envPublicURL)), "/")
	var err error
	if o.front.Trusted, err = networks(o.proxies); err != nil {
		return err
	}
	host, _, err := net.SplitHostPort(listen)
	if err != nil {
		return usage("--listen takes HOST:PORT, such as localhost:8080: %v", err)
	}
	switch far := !signin.IsLoopback(host); {
	case (o.tlsCert == "") != (o.tlsKey == ""):
		return usage("--tls-cert and --tls-key go together")
	case demo && o.isOn():
		return usage("--demo and sign-in do not go together: demo users are believed without a password")
	case !o.isOn() && far:
		return fmt.Errorf("the address %q can be reached from other machines, and there is no sign-in; give --oidc-issuer, or use localhost", listen)
	case !o.isOn() && (o.isTLS() || o.proxies != "" || o.publicURL != "" || o.apiListen != ""):
		return usage("--tls-cert, --trusted-proxy, --public-url and --api-listen are for pages with sign-in: give --oidc-issuer too")
	case !o.isOn():
		return nil
	case o.client == "" || o.claim == "":
		return usage("sign-in needs --oidc-client and --oidc-claim too")
	case far && o.publicURL == "":
		return usage("--public-url is needed where other machines reach the pages: the provider sends browsers back to it")
	case far && !o.isTLS() && o.proxies == "" && !o.insecure:
		return fmt.Errorf("the address %q can be reached from other machines without TLS; give --tls-cert and --tls-key, or --trusted-proxy, or say --insecure", listen)
	case o.isTLS() && o.publicURL != "" && !strings.HasPrefix(o.publicURL, "https://"):
		return usage("with TLS here --public-url begins with https://")
	case strings.HasPrefix(o.publicURL, "https://") && !o.isTLS() && o.proxies == "":
		return usage("--public-url is https and there is no TLS here: name the proxy that makes it with --trusted-proxy")
	case o.apiListen != "":
		return loopback("api-listen", o.apiListen)
	}
	return nil
}

// networks reads addresses and networks with commas between.
func networks(list string) (all []netip.Prefix, err error) {
	for s := range strings.SplitSeq(list, ",") {
		s = strings.TrimSpace(s)
		if s == "" {
			continue
		}
		p, err := netip.ParsePrefix(s)
		if err != nil {
			a, err := netip.ParseAddr(s)
			if err != nil {
				return nil, usage("--trusted-proxy takes addresses such as 10.0.0.1 and networks such as 10.0.0.0/24, not %q", s)
			}
			p = netip.PrefixFrom(a, a.BitLen())
		}
		if p.Bits() == 0 {
			return nil, usage("--trusted-proxy %s is everybody", s)
		}
		all = append(all, p.Masked())
	}
	return all, nil
}

// secret is our secret at the provider. It is never part of an error.
func (o *signInOptions) secret() (string, error) {
	if o.secretFile == "" {
		return os.Getenv(envSecret), nil
	}
	f, err := os.Open(o.secretFile)
	if err != nil {
		return "", fmt.Errorf("the secret cannot be read: %w", err)
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, 4097))
	s := strings.TrimSpace(string(b))
	switch {
	case err != nil:
		return "", fmt.Errorf("the secret cannot be read: %w", err)
	case s == "" || len(b) > 4096 || strings.ContainsAny(s, "\r\n"):
		return "", fmt.Errorf("%s is to hold the secret alone, on one line", o.secretFile)
	}
	return s, nil
}

// door is sign-in for pages at the address; nil when there is none.
func (o *signInOptions) door(at string, log *slog.Logger) (*signin.Door, error) {
	if !o.isOn() {
		return nil, nil
	}
	if o.publicURL == "" {
		o.publicURL = map[bool]string{false: "http://", true: "https://"}[o.isTLS()] + at
	}
	secret, err := o.secret()
	if err != nil {
		return nil, err
	}
	return signin.New(signin.Options{Issuer: o.issuer, Client: o.client, Secret: secret, PublicURL: o.publicURL, Claim: o.claim, Scopes: strings.Fields(o.scopes),
		Idle: o.idle, Absolute: o.length, Insecure: o.insecure, Now: time.Now, Log: log})
}

// guard refuses requests for another host, and those that did not come by the proxies.
func (o *signInOptions) guard(next http.Handler) (http.Handler, error) {
	if !o.isOn() {
		return ownHost(next), nil
	}
	u, err := url.Parse(o.publicURL)
	if err != nil || u.Host == "" {
		return nil, errors.New("--public-url is no address")
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case len(o.front.Trusted) > 0 && !o.front.IsTrusted(r):
			http.Error(w, "The pages are reached by the agency's proxy only.", http.StatusForbidden)
		case !strings.EqualFold(r.Host, u.Host) && r.URL.Path != "/healthz":
			http.Error(w, "The pages are served under another name.", http.StatusMisdirectedRequest)
		default:
			next.ServeHTTP(w, r)
		}
	}), nil
}
