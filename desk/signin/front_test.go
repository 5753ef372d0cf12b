package signin

import (
	"fmt"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestLocalPath_staysHere(t *testing.T) {
	for next, want := range map[string]string{
		"": "/", "/": "/", "/claims/1?as_of=2025-01-01&x=%2F#y": "/claims/1?as_of=2025-01-01&x=%2F#y", "/a//b": "/a//b",
		"claims": "/", "https://other.example/": "/", "//other.example": "/", `/\other.example`: "/", `\\other.example`: "/", "/\t/other.example": "/",
		"/\n/other.example": "/", "\t//other.example": "/", " //other.example": "/", "/%2F/other.example": "/", "/%2Fother.example": "/", "javascript:alert(1)": "/", "/\x7f": "/", "/" + strings.Repeat("a", longestPath): "/",
	} {
		if got := LocalPath(next); got != want {
			t.Errorf("LocalPath(%q) = %q, want %q", next, got, want)
		}
	}
}

// FuzzLocalPath reads the result as a browser does, beside our own origin.
func FuzzLocalPath(f *testing.F) {
	for _, s := range []string{"/", "/\t/x.example", `/\x.example`, "//x.example", "/a?b=//x", "/%2fx"} {
		f.Add(s)
	}
	base, err := url.Parse("https://balans.example/signin/callback")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, next string) {
		got := LocalPath(next)
		// What browsers do to an address first (WHATWG URL, basic parser).
		read := strings.NewReplacer("\t", "", "\n", "", "\r", "", `\`, "/").Replace(strings.TrimFunc(got, func(r rune) bool { return r <= ' ' }))
		to, err := base.Parse(read)
		if err != nil || to.Scheme != "https" || to.Host != "balans.example" || to.User != nil || strings.HasPrefix(read, "//") {
			t.Errorf("LocalPath(%q) = %q leads to %v (%v)", next, got, to, err)
		}
	})
}

func TestLimiter_givesABurstAndThenOneEach(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		burst := rapid.IntRange(1, 20).Draw(t, "burst")
		every := time.Duration(rapid.IntRange(1, 100).Draw(t, "every")) * time.Second
		l := NewLimiter(burst, every)
		now := time.Unix(1_700_000_000, 0)
		// A bucket counted in whole intervals, by another method: the instants of what was taken.
		var taken []time.Time
		for i := range 100 {
			now = now.Add(time.Duration(rapid.IntRange(0, 3).Draw(t, "pause")) * every)
			wait := l.Take("a", now)
			if wait == 0 {
				taken = append(taken, now)
			} else if wait > every {
				t.Fatalf("to wait %s, the interval is %s", wait, every)
			}
			// In no stretch of n intervals more than the burst and n.
			for i := range taken {
				if most := burst + int(now.Sub(taken[i])/every); len(taken)-i > most {
					t.Fatalf("%d taken in %s, at most %d", len(taken)-i, now.Sub(taken[i]), most)
				}
			}
			if wait > 0 && l.Take(fmt.Sprint("b", i), now) > 0 {
				t.Fatal("one held up another")
			}
		}
		now = now.Add(every * time.Duration(burst))
		for i := range burst {
			if l.Take("a", now) > 0 {
				t.Fatalf("after a pause only %d of %d", i, burst)
			}
		}
	})
}

func TestLimiter_hasAnEnd(t *testing.T) {
	l := NewLimiter(2, time.Second)
	l.most = 10
	now := time.Unix(1_700_000_000, 0)
	refused := 0
	for i := range 100 {
		if l.Take(fmt.Sprint(i), now) > 0 {
			refused++
		}
	}
	if len(l.of) > 10 || refused != 88 { // ten of their own, two that are shared
		t.Errorf("%d are remembered, %d were refused", len(l.of), refused)
	}
	if l.Take("late", now.Add(time.Minute)) > 0 || len(l.of) > 10 {
		t.Error("after a while there is no room")
	}
	var none *Limiter
	if none.Take("a", now) != 0 {
		t.Error("no limiter limits")
	}
}

func TestFront_believesTrustedProxiesOnly(t *testing.T) {
	f := Front{Trusted: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("::1/128")}}
	for _, c := range []struct {
		from, said, want string
	}{
		{"192.0.2.1:5", "", "192.0.2.1"},
		{"192.0.2.1:5", "198.51.100.7", "192.0.2.1"}, // nobody's proxy
		{"10.0.0.1:5", "198.51.100.7", "198.51.100.7"},
		{"10.0.0.1:5", "203.0.113.9, 198.51.100.7", "198.51.100.7"}, // the first was written by the client
		{"10.0.0.1:5", "198.51.100.7, 10.0.0.2", "198.51.100.7"},
		{"10.0.0.1:5", "nonsense", "10.0.0.1"},
		{"10.0.0.1:5", "198.51.100.7, nonsense", "10.0.0.1"},
		{"10.0.0.1:5", "", "10.0.0.1"},
		{"[::1]:5", "2001:db8::1", "2001:db8::1"},
		{"[::ffff:192.0.2.1]:5", "", "192.0.2.1"},
		{"@", "198.51.100.7", "invalid IP"},
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = c.from
		if c.said != "" {
			r.Header.Set("X-Forwarded-For", c.said)
		}
		if got := f.Client(r).String(); got != c.want {
			t.Errorf("%s saying %q: %s, want %s", c.from, c.said, got, c.want)
		}
	}
	if a, b := Neighbourhood(netip.MustParseAddr("2001:db8::1")), Neighbourhood(netip.MustParseAddr("2001:db8::ffff:2")); a != b {
		t.Errorf("%s and %s", a, b)
	}
}
