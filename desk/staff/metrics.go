package staff

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// metrics counts what the server does. Nothing in it concerns a person.
type metrics struct {
	refreshes atomic.Int64

	mu       sync.Mutex
	requests map[answered]*tally
}

type answered struct {
	route string
	code  int
}

type tally struct {
	count int64
	spent time.Duration
}

// recorder remembers the status that was sent.
type recorder struct {
	http.ResponseWriter
	status int
}

func (r *recorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(b []byte) (int, error) {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	return r.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach the connection.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

// note counts the request and logs it: the route, never the address, which may
// hold a claim number.
func (s *Server) note(c *call, seen *recorder) {
	spent := s.journal.Now().Sub(c.started)
	status := cmp.Or(seen.status, http.StatusOK)
	s.log.Info("request", "route", c.route.pattern, "audit", c.route.audit, "status", status, "ms", spent.Milliseconds())
	s.metrics.mu.Lock()
	defer s.metrics.mu.Unlock()
	if s.metrics.requests == nil {
		s.metrics.requests = map[answered]*tally{}
	}
	key := answered{c.route.pattern, status}
	t := s.metrics.requests[key]
	if t == nil {
		t = &tally{}
		s.metrics.requests[key] = t
	}
	t.count++
	t.spent += spent
}

// healthz answers whether the database does.
func (s *Server) healthz(c *call) error {
	head, err := s.journal.Head(c.r.Context())
	answer := struct {
		Status string `json:"status"`
		Seq    int64  `json:"seq"`
	}{"ok", head.Seq}
	status := http.StatusOK
	if err != nil {
		s.log.Error("health", "error", err)
		status, answer.Status = http.StatusServiceUnavailable, "the database does not answer"
	}
	c.w.Header().Set("Content-Type", "application/json")
	c.w.WriteHeader(status)
	return json.NewEncoder(c.w).Encode(answer)
}

// metricsText writes the counts in the text form that Prometheus reads.
func (s *Server) metricsText(c *call) error {
	var b strings.Builder
	s.metrics.mu.Lock()
	keys := make([]answered, 0, len(s.metrics.requests))
	for k := range s.metrics.requests {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(x, y answered) int {
		return cmp.Or(strings.Compare(x.route, y.route), cmp.Compare(x.code, y.code))
	})
	b.WriteString("# HELP balans_requests_total Requests answered.\n# TYPE balans_requests_total counter\n")
	for _, k := range keys {
		fmt.Fprintf(&b, "balans_requests_total{route=%q,code=\"%d\"} %d\n", k.route, k.code, s.metrics.requests[k].count)
	}
	b.WriteString("# HELP balans_request_duration_seconds Time to answer.\n# TYPE balans_request_duration_seconds summary\n")
	for _, k := range keys {
		t := s.metrics.requests[k]
		us := t.spent.Microseconds()
		fmt.Fprintf(&b, "balans_request_duration_seconds_sum{route=%q,code=\"%d\"} %d.%06d\n", k.route, k.code, us/1_000_000, us%1_000_000)
		fmt.Fprintf(&b, "balans_request_duration_seconds_count{route=%q,code=\"%d\"} %d\n", k.route, k.code, t.count)
	}
	s.metrics.mu.Unlock()
	f := s.facts.Load()
	for _, m := range []struct {
		name, kind, help string
		value            int64
	}{
		{"balans_journal_seq", "gauge", "The journal's last event that the columns hold.", f.columns.Head.Seq},
		{"balans_columns_claims", "gauge", "Claims in the columns.", int64(f.columns.Len())},
		{"balans_columns_events", "gauge", "Events in the columns, decisions included.", int64(f.columns.Events())},
		{"balans_columns_bytes", "gauge", "Memory the columns take.", int64(f.columns.Bytes())},
		{"balans_columns_refreshes_total", "counter", "Times the columns were brought level with the journal.", s.metrics.refreshes.Load()},
	} {
		fmt.Fprintf(&b, "# HELP %s %s\n# TYPE %s %s\n%s %d\n", m.name, m.help, m.name, m.kind, m.name, m.value)
	}
	c.w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	_, err := c.w.Write([]byte(b.String()))
	return err
}
