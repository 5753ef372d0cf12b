package signin

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// mostKeys is how many addresses or users a Limiter tells apart.
const mostKeys = 20_000

// Limiter says how often each of many may do something: a burst at once, then one each
// interval. It is safe for many goroutines. When there are too many to tell apart, those it
// has not seen share one allowance, so that memory has an end.
type Limiter struct {
	burst int
	every rate.Limit
	most  int

	mu  sync.Mutex
	of  map[string]*rate.Limiter
	all *rate.Limiter // shared by those there is no room for
}

// NewLimiter returns a limiter with the burst, from 1 up, and the interval after which one
// more is allowed.
func NewLimiter(burst int, interval time.Duration) *Limiter {
	l := &Limiter{burst: burst, every: rate.Every(interval), most: mostKeys, of: map[string]*rate.Limiter{}}
	l.all = rate.NewLimiter(l.every, burst)
	return l
}

// Take takes one of what the key has left at the instant. It returns 0 when there was one,
// else how long to wait before there will be; nothing is then taken. A nil limiter allows
// everything.
func (l *Limiter) Take(key string, now time.Time) time.Duration {
	if l == nil {
		return 0
	}
	one := l.at(key, now)
	r := one.ReserveN(now, 1)
	wait := r.DelayFrom(now)
	if wait > 0 {
		r.CancelAt(now)
	}
	return wait
}

// at is the key's own limiter.
func (l *Limiter) at(key string, now time.Time) *rate.Limiter {
	l.mu.Lock()
	defer l.mu.Unlock()
	if one := l.of[key]; one != nil {
		return one
	}
	if len(l.of) >= l.most {
		for k, one := range l.of {
			if int(one.TokensAt(now)) >= l.burst { // as new: forgetting it changes nothing
				delete(l.of, k)
			}
		}
		if len(l.of) >= l.most {
			return l.all
		}
	}
	one := rate.NewLimiter(l.every, l.burst)
	l.of[key] = one
	return one
}
