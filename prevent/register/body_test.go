package register

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
)

func drawFact(t *rapid.T) Fact {
	text := rapid.StringOf(rapid.SampledFrom([]rune(`ab"\åÅ/,:{}[]0 `)))
	date := rapid.Custom(func(t *rapid.T) calendar.Date {
		return calendar.Date(rapid.Int32Range(int32(calendar.New(1900, 1, 1)), int32(calendar.New(2100, 1, 1))).Draw(t, "date"))
	})
	f := Fact{Kind: Kind(rapid.IntRange(1, int(kinds)-1).Draw(t, "kind")), Source: "s" + text.Draw(t, "source"), ID: "i" + text.Draw(t, "id"),
		From: date.Draw(t, "from"), To: calendar.None, Period: calendar.None, Status: text.Draw(t, "status"), Other: text.Draw(t, "other"),
		Employer: identity.Number(rapid.SampledFrom([]int64{0, 165560269986}).Draw(t, "employer")), Spec: rapid.Int32Range(0, 1<<31-1).Draw(t, "spec"),
		Amount: money.Amount(rapid.Int64().Draw(t, "amount")), Benefits: money.Amount(rapid.Int64().Draw(t, "benefits")),
		Extent: rapid.Int32Range(0, 10_000).Draw(t, "extent"), Hours: rapid.Int32Range(0, 1<<31-1).Draw(t, "hours"), Text: text.Draw(t, "text"),
		Withdrawn: rapid.Bool().Draw(t, "withdrawn"), Known: calendar.Instant(rapid.Int64().Draw(t, "known"))}
	switch rapid.IntRange(0, 2).Draw(t, "to") {
	case 0:
		f.To = f.From
	case 1:
		f.To = date.Draw(t, "last day")
	}
	if rapid.Bool().Draw(t, "has a period") {
		f.Period = date.Draw(t, "period").FirstOfMonth()
	}
	if f.keyed() {
		f.ID = f.agiID()
	}
	return f
}

// What is written is read back, and the standard library reads the same in it.
func TestBody_isReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		facts := rapid.SliceOfN(rapid.Custom(drawFact), 0, 4).Draw(t, "facts")
		body := string(appendBody(nil, facts))
		if !journal.Plain(body) {
			t.Fatalf("no event can hold %q", body)
		}
		back, err := readBody(nil, body)
		if err != nil || !slices.Equal(back, facts) {
			t.Fatalf("%s\n%+v\nexpected %+v\n%v", body, back, facts, err)
		}
		var plain []map[string]any
		if err := json.Unmarshal([]byte(body), &plain); err != nil || len(plain) != len(facts) {
			t.Fatalf("%s: %v", body, err)
		}
		for i, f := range facts {
			for name, want := range map[string]string{"source": f.Source, "status": f.Status, "other": f.Other, "text": f.Text, "kind": f.Kind.String(), "from": f.From.String()} {
				if got, _ := plain[i][name].(string); got != want {
					t.Fatalf("%s: %s is %q, expected %q", body, name, got, want)
				}
			}
		}
	})
}

// Whatever stands in a body, what is read of it is written in one form that reads the
// same, and nothing is half read.
func FuzzReadBody(f *testing.F) {
	f.Add(`[{"kind":"phone","source":"s","id":"1","from":"2025-01-01","other":"07\"0"}]`)
	f.Add(`[{"kind":"absence","source":"s","from":"2025-03-03","days":1,"period":"2025-03-01","status":"TFP","employer":165560269986,"spec":1,"hours":800}]`)
	f.Add(`[]`)
	f.Add(`[{"kind":"phone","source":"s","id":"1"},]`)
	f.Add(`[{"kind":"phone"`)
	f.Fuzz(func(t *testing.T, body string) {
		facts, err := readBody(nil, body)
		if err != nil || !journal.Plain(body) {
			return // the journal holds plain texts only
		}
		if !json.Valid([]byte(body)) {
			t.Fatalf("no JSON: %q", body)
		}
		again, err := readBody(nil, string(appendBody(nil, facts)))
		if err != nil || !slices.Equal(again, facts) {
			t.Fatalf("%q: %+v, then %+v, %v", body, facts, again, err)
		}
	})
}

func TestReadBody_saysWhere(t *testing.T) {
	good := `[{"kind":"phone","source":"s","id":"1","from":"2025-01-01"}]`
	for i := range len(good) {
		if _, err := readBody(nil, good[:i]); err == nil || !strings.Contains(err.Error(), "byte ") {
			t.Errorf("%q: %v", good[:i], err)
		}
	}
	for _, bad := range []string{good + " ", strings.Replace(good, "phone", "telephone", 1), strings.Replace(good, `"id"`, `"nr"`, 1), strings.Replace(good, "2025-01-01", "2025-02-30", 1)} {
		if _, err := readBody(nil, bad); err == nil {
			t.Errorf("%q is read", bad)
		}
	}
}
