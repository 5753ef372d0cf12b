package api_test

import (
	"net/http"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"balans/demo"
	"balans/desk/api"
	"balans/journal"
	"balans/law/calendar"
	"balans/prevent/control"
)

// quiet is a door with a plan and no facts, and a clock that can be moved.
func quiet(t *testing.T) (h http.Handler, move func(time.Duration)) {
	t.Helper()
	var now atomic.Int64
	now.Store(time.Date(2025, 4, 16, 8, 0, 0, 0, time.UTC).UnixMicro())
	j, err := journal.Open(t.Context(), filepath.Join(t.TempDir(), "j.db"), journal.WithClock(func() time.Time { return time.UnixMicro(now.Load()).UTC() }))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { j.Close() })
	p, err := control.ParsePlan("plan", demo.ControlPlan())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := control.Adopt(t.Context(), j, p, control.By{Actor: "test"}, false); err != nil {
		t.Fatal(err)
	}
	return api.New(t.Context(), api.Options{Journal: j}).Handler(), func(d time.Duration) { now.Add(d.Microseconds()) }
}

func vab(id string) map[string]any {
	return map[string]any{"payout": id, "party": "193501096998", "benefit": "tillfallig-foraldrapenning", "from": "2025-04-01", "to": "2025-04-01", "days": 1, "extent": "100", "basis": "employee",
		"pay_on": "2025-04-22", "account": "00001234567890", "gross": "1072,00", "applied_on": "2025-04-10"}
}

// After a quiet night nobody is answered by what was known the evening before.
func TestControls_areNotAnsweredByOldBooks(t *testing.T) {
	h, move := quiet(t)
	known := func(id string) calendar.Instant {
		w, got := ask(t, h, vab(id))
		if w.Code != http.StatusOK {
			t.Fatalf("%d %v", w.Code, got)
		}
		at, err := calendar.ParseInstant(got["known_at"].(string))
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	first := known("P1")
	move(11 * time.Minute)
	if later := known("P2"); later.Time().Sub(first.Time()) != 11*time.Minute {
		t.Errorf("answered at first as known %s, and eleven minutes later %s", first, later)
	}
}

// A payout under the id of another one is refused, and an account that could not be
// compared.
func TestControls_refuseWhatCannotBeCompared(t *testing.T) {
	h, _ := quiet(t)
	if w, got := ask(t, h, vab("P1")); w.Code != http.StatusOK {
		t.Fatalf("%d %v", w.Code, got)
	}
	q := vab("P1")
	q["gross"] = "10720,00"
	if w, got := ask(t, h, q); w.Code != http.StatusConflict || got["field"] != "payout" {
		t.Errorf("another payout: %d %v", w.Code, got)
	}
	for field, value := range map[string]string{"account": "0000-123 456", "payout": "P\u0085"} {
		q := vab("P3")
		q[field] = value
		if w, got := ask(t, h, q); w.Code != http.StatusUnprocessableEntity || got["field"] != field {
			t.Errorf("%s: %d %v", field, w.Code, got)
		}
	}
}
