package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"balans/demo"
	"balans/desk/api"
	"balans/journal"
	"balans/law/calendar"
	"balans/law/statute"
	"balans/prevent/control"
	"balans/prevent/payout"
	"balans/prevent/register"
)

// agency is the small demonstration's facts on the day its runs are controlled.
func agency(t *testing.T, withPlan bool) (*journal.Journal, http.Handler, []*payout.Entry) {
	t.Helper()
	ctx := t.Context()
	now := time.Date(2025, 4, 16, 8, 0, 0, 0, time.UTC)
	j, err := journal.Open(ctx, filepath.Join(t.TempDir(), "j.db"), journal.WithClock(func() time.Time { return now }))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { j.Close() })
	files, err := demo.Prevention(1, demo.Small)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if f.Run != "" {
			_, err = (&payout.Planning{Run: f.Run, PayOn: f.PayOn, On: min(f.Received, demo.ControlDay), File: f.Name, In: bytes.NewReader(f.Data), Actor: "test"}).Do(ctx, j)
		} else {
			_, err = (&register.Import{File: f.Name, Reader: bytes.NewReader(f.Data), By: "test", Received: calendar.EndOfDay(f.Received)}).Run(ctx, j)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if withPlan {
		p, err := control.ParsePlan("plan", demo.ControlPlan())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := control.Adopt(ctx, j, p, control.By{Actor: "test"}, false); err != nil {
			t.Fatal(err)
		}
	}
	run, err := payout.ReadRun(ctx, j, demo.LaterRun, payout.AsOf{Day: demo.ControlDay})
	if err != nil {
		t.Fatal(err)
	}
	life, end := context.WithCancel(ctx)
	t.Cleanup(end)
	return j, api.New(life, api.Options{Journal: j}).Handler(), run.Entries()
}

func question(l *payout.Line) map[string]any {
	q := map[string]any{"payout": l.ID, "party": l.Party.String(), "child": l.Child.String(), "benefit": l.Benefit.String(), "from": l.From, "to": l.To, "days": l.Days,
		"extent": fmt.Sprint(l.Extent / 100), "basis": l.Basis.String(), "pay_on": l.PayOn, "account": l.Account, "gross": fmt.Sprintf("%d,%02d", l.Gross/100, l.Gross%100)}
	if l.Applied != calendar.None {
		q["applied_on"] = l.Applied
	}
	return q
}

func ask(t *testing.T, h http.Handler, body any) (*httptest.ResponseRecorder, map[string]any) {
	t.Helper()
	text, ok := body.(string)
	if !ok {
		b, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		text = string(b)
	}
	r := httptest.NewRequest("POST", "/api/controls", strings.NewReader(text))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	var got map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
		t.Fatalf("%d %s: %v", w.Code, w.Body, err)
	}
	return w, got
}

// Every payout of the run gets, one by one, what a run over all of them gives.
func TestControls_areThoseOfARun(t *testing.T) {
	j, h, entries := agency(t, true)
	known := calendar.InstantOf(j.Now())
	book, err := register.Read(t.Context(), j, known)
	if err != nil {
		t.Fatal(err)
	}
	payouts, err := payout.ReadBook(t.Context(), j, calendar.None, payout.AsOf{Day: demo.ControlDay, Known: known})
	if err != nil {
		t.Fatal(err)
	}
	plans, err := control.Plans(t.Context(), j)
	if err != nil {
		t.Fatal(err)
	}
	law, err := statute.Load()
	if err != nil {
		t.Fatal(err)
	}
	all, err := control.Check(&control.Sources{Register: book, Payouts: payouts, Law: law}, &control.Asked{Plan: plans[0].Plan, Version: 1, Stage: control.Before, On: demo.ControlDay, KnownAt: known}, entries[:60], nil, true)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{}
	for _, c := range all.Checked {
		for i := range c.Evaluations {
			e := &c.Evaluations[i]
			want[c.Line.ID] += fmt.Sprintf("%s %s %s %s\n", e.Rule, e.Outcome, e.Reason, e.AtStake)
		}
	}
	var wg sync.WaitGroup
	answers := make([]map[string]any, 60)
	for i := range answers { // many at once
		wg.Go(func() {
			w, got := ask(t, h, question(&entries[i].Line))
			if w.Code != http.StatusOK {
				t.Errorf("%d %v", w.Code, got)
			}
			answers[i] = got
			found := ""
			for _, e := range got["evaluations"].([]any) {
				e := e.(map[string]any)
				found += fmt.Sprintf("%s %s %s %s\n", e["control"], e["outcome"], e["reason"], e["at_stake"])
			}
			if id := entries[i].Line.ID; found != want[id] {
				t.Errorf("%s: one by one\n%s\nin a run\n%s", id, found, want[id])
			}
		})
	}
	wg.Wait()
	findings := 0
	for _, a := range answers {
		if a["finding"] == true {
			findings++
		}
	}
	if findings == 0 || findings == len(answers) {
		t.Errorf("%d of %d have a finding", findings, len(answers))
	}
	stored, err := control.Read(t.Context(), j)
	if err != nil {
		t.Fatal(err)
	}
	r := stored.Run(control.OnlineRun(demo.ControlDay))
	if r == nil || r.Lines != len(answers) {
		t.Fatalf("the run holds %+v", r)
	}
	again, got := ask(t, h, question(&entries[0].Line))
	if again.Code != http.StatusOK || fmt.Sprint(got["evaluations"]) != fmt.Sprint(answers[0]["evaluations"]) {
		t.Errorf("asked again: %d %v", again.Code, got)
	}
	if counted, err := control.Recount(t.Context(), j); err != nil || len(counted.Faults) > 0 {
		t.Errorf("%v %v", counted, err)
	}
}

func TestControls_tellWhatIsWrong(t *testing.T) {
	_, h, entries := agency(t, true)
	for field, value := range map[string]any{"party": "19900101", "benefit": "barnpeng", "from": "2025-02-30", "to": "2024-01-01", "gross": "-5", "gross ": "10.00", "tax": "9999999", "extent": "101", "hours": "x",
		"basis": "boss", "days": 40, "pay_on": "", "payout": "", "child": "1"} {
		q := question(&entries[0].Line)
		q[strings.TrimSpace(field)] = value
		w, got := ask(t, h, q)
		if w.Code != http.StatusUnprocessableEntity || got["field"] != strings.TrimSpace(field) || w.Header().Get("Content-Type") != "application/problem+json" || strings.Contains(w.Body.String(), entries[0].Party.String()) {
			t.Errorf("%s = %v: %d %v", field, value, w.Code, got)
		}
	}
	for body, code := range map[string]int{"": 400, "[]": 400, `{"unknown":1}`: 400, `{} {}`: 400, `{"payout":"` + strings.Repeat("x", 70<<10) + `"}`: 400} {
		if w, _ := ask(t, h, body); w.Code != code {
			t.Errorf("%.20q: %d", body, w.Code)
		}
	}
	if w, got := ask(t, h, `{"days":"two"}`); w.Code != http.StatusBadRequest || got["field"] != "days" {
		t.Errorf("days in words: %d %v", w.Code, got)
	}
	r := httptest.NewRequest("POST", "/api/controls", strings.NewReader("{}"))
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if w.Code != http.StatusUnsupportedMediaType {
		t.Errorf("without a type: %d", w.Code)
	}
	r = httptest.NewRequest("POST", "/api/controls", strings.NewReader("{}"))
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	w = httptest.NewRecorder()
	if h.ServeHTTP(w, r); w.Code != http.StatusForbidden {
		t.Errorf("from another site: %d", w.Code)
	}
}

// Days so long ago that payouts beside them are not kept are not said to be paid for once.
func TestControls_ofDaysLongAgo(t *testing.T) {
	_, h, entries := agency(t, true)
	q := question(&entries[0].Line)
	q["from"], q["to"], q["days"], q["applied_on"] = "2023-05-08", "2023-05-09", 2, "2023-05-20"
	w, got := ask(t, h, q)
	if w.Code != http.StatusOK || got["finding"] != true {
		t.Fatalf("%d %v", w.Code, got)
	}
	asked := false
	for _, e := range got["evaluations"].([]any) {
		if e := e.(map[string]any); e["control"] == "double-payment" {
			if asked = true; e["outcome"] != "look-up failed" {
				t.Errorf("%v", e)
			}
		}
	}
	if !asked {
		t.Errorf("nothing is said of a double payment: %v", got)
	}
	q["payout"], q["applied_on"] = "later", "2025-12-24"
	if w, got := ask(t, h, q); w.Code != http.StatusUnprocessableEntity || got["field"] != "applied_on" {
		t.Errorf("applied for after it is paid: %d %v", w.Code, got)
	}
}

// A benefit that no control of the plan covers is not one in which nothing was found.
func TestControls_sayWhenNothingIsControlled(t *testing.T) {
	_, h, entries := agency(t, true)
	q := question(&entries[0].Line)
	if _, got := ask(t, h, q); got["controlled"] != true {
		t.Errorf("%v", got)
	}
	q["payout"], q["benefit"] = "B1", "barnbidrag"
	if w, got := ask(t, h, q); w.Code != http.StatusOK || got["controlled"] != false || got["finding"] != false {
		t.Errorf("%d %v", w.Code, got)
	}
}

func TestControls_needAPlan(t *testing.T) {
	_, h, entries := agency(t, false)
	if w, got := ask(t, h, question(&entries[0].Line)); w.Code != http.StatusConflict {
		t.Errorf("%d %v", w.Code, got)
	}
}
