package signin

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// Front is where requests come in: directly, or by proxies whose word is taken for whom they
// speak.
type Front struct {
	Trusted []netip.Prefix // the addresses of proxies; none: nobody's word is taken
}

// Client is the address of who asks. A trusted proxy's X-Forwarded-For is read from its end,
// as far as each address is itself a trusted proxy: what stands before that anybody may have
// written. The zero address means that it is not known.
func (f Front) Client(r *http.Request) netip.Addr {
	at, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	client := at.Addr().Unmap().WithZone("")
	said := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for _, s := range slices.Backward(said) {
		before, err := netip.ParseAddr(strings.TrimSpace(s))
		if !f.trusts(client) || err != nil {
			break
		}
		client = before.Unmap().WithZone("")
	}
	return client
}

// IsTrusted reports whether the request came straight from a proxy that is trusted.
func (f Front) IsTrusted(r *http.Request) bool {
	at, err := netip.ParseAddrPort(r.RemoteAddr)
	return err == nil && f.trusts(at.Addr().Unmap().WithZone(""))
}

func (f Front) trusts(a netip.Addr) bool {
	return slices.ContainsFunc(f.Trusted, func(p netip.Prefix) bool { return p.Contains(a) })
}

// Neighbourhood is the address as limits count it: an IPv6 network of 64 bits is one, because
// whoever has one address of it has them all.
func Neighbourhood(a netip.Addr) string {
	if a.Is6() {
		if p, err := a.Prefix(64); err == nil {
			return p.String()
		}
	}
	return a.String()
}
