package assignment_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"balans/steer/assignment"
	"balans/steer/directive"
)

var kinds = []directive.DeadlineKind{directive.Report, directive.Interim, directive.ActionPlan, directive.ForecastOn, directive.Ready, directive.Done, directive.Claim, directive.Repay}

func drawRef(t *rapid.T) assignment.Ref {
	return assignment.Ref{
		Assignment: rapid.StringMatching(`20[0-9]{2}-(E?[0-9]{2}|UO10-1:6-ap\.2|a/report/3|å/1)`).Draw(t, "id"),
		Kind:       rapid.SampledFrom(kinds).Draw(t, "kind"),
		No:         rapid.IntRange(1, 200).Draw(t, "no"),
		Year:       rapid.SampledFrom([]int{0, 1, 2025, 9999}).Draw(t, "year"),
	}
}

func TestRef_readsBackAsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawRef(t)
		// An id that ends as a Ref does cannot be told from one: such ids are not given.
		if strings.Contains(r.Assignment, "report/3") {
			r.Year = 2025
		}
		if back, err := assignment.ParseRef(r.String()); err != nil || back != r {
			t.Fatalf("%s came back as %+v, %v", r, back, err)
		}
	})
}

func TestParseRef_refuses(t *testing.T) {
	for _, s := range []string{"", "2025-01", "2025-01/report", "2025-01/report/0", "2025-01/report/01", "2025-01/report/-1", "2025-01/report/x", "/report/1",
		"2025-01/action plan/1", "2025-01/Report/1", "2025-01/report/1/", "2025-01/report/1/02025", "2025-01/report/1/0", "2025-01/report/1/2025/1", "2025-01/report/+1"} {
		if r, err := assignment.ParseRef(s); err == nil {
			t.Errorf("%q was read as %+v", s, r)
		}
	}
}

// drawText is a text as people write them, without spaces at its ends.
func drawText(t *rapid.T, name string) string {
	return rapid.StringMatching(`[a-zåäöÅÄÖ0-9"\\<>&;,/ {}'-]{0,40}[a-zåäö.]`).Filter(func(s string) bool { return strings.TrimSpace(s) == s }).Draw(t, name)
}

// drawBody is a fact that can be stored, about the assignment of the ref.
func drawBody(t *rapid.T, ref assignment.Ref) assignment.Body {
	switch rapid.IntRange(0, 9).Draw(t, "which") {
	case 0:
		return assignment.SetUnit{Unit: drawText(t, "unit"), Worker: rapid.SampledFrom([]string{"", "Robin"}).Draw(t, "worker")}
	case 1:
		return assignment.SetPartner{Agency: rapid.SampledFrom([]string{"Granskningsverket", "Kunskapsverket"}).Draw(t, "agency"), Removed: rapid.Bool().Draw(t, "removed")}
	case 2:
		return assignment.Start{}
	case 3:
		return assignment.AddDocument{Title: drawText(t, "title"), SHA256: strings.Repeat("0a", 32), For: ref}
	case 4:
		return assignment.SetReminder{Days: rapid.IntRange(0, 3).Draw(t, "days"), To: "chefen", For: ref, Removed: rapid.Bool().Draw(t, "removed")}
	case 5:
		return assignment.Extend{For: ref, Date: day("2025-01-01").AddDays(rapid.IntRange(0, 900).Draw(t, "date")), Reference: drawText(t, "reference")}
	case 6:
		return assignment.SetSuccession{Earlier: "2025-E01", Not: rapid.Bool().Draw(t, "not"), Why: drawText(t, "why")}
	case 7:
		return assignment.Note{Text: drawText(t, "text")}
	case 8:
		return assignment.Close{Reason: drawText(t, "reason")}
	}
	return assignment.Deliver{For: ref, To: []string{drawText(t, "to")}, Diary: drawText(t, "diary")}
}

func TestBody_readsBackAsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := drawBody(t, drawRef(t))
		text, err := assignment.FormatBody(b)
		if err != nil {
			t.Fatal(err)
		}
		if back, err := assignment.ParseBody(assignment.KindOf(b), text); err != nil || !reflect.DeepEqual(back, b) {
			t.Fatalf("%s came back as %+v, %v; want %+v", text, back, err, b)
		}
	})
}

// The names and forms are stored for good: they are written out here.
func TestBody_theStoredForm(t *testing.T) {
	r := assignment.Ref{Assignment: "2025-01", Kind: directive.ActionPlan, No: 1}
	var seen []string
	for _, x := range []struct {
		b          assignment.Body
		kind, text string
	}{
		{assignment.SetUnit{Unit: "Å & Ö", Worker: "Kim"}, "assignment.unit/1", `{"unit":"Å & Ö","worker":"Kim"}`},
		{assignment.SetPartner{Agency: "A", Contact: "c", Removed: true}, "assignment.partner/1", `{"agency":"A","contact":"c","removed":true}`},
		{assignment.Start{}, "assignment.started/1", `{}`},
		{assignment.AddDocument{Title: "T", Diary: "D", For: r}, "assignment.document/1", `{"title":"T","diary":"D","for":"2025-01/action-plan/1"}`},
		{assignment.Deliver{Receipt: "K"}, "assignment.delivered/1", `{"receipt":"K"}`},
		{assignment.SetReminder{To: "x"}, "assignment.reminder/1", `{"days":0,"to":"x"}`},
		{assignment.Extend{For: r, Date: day("2025-05-01"), Reference: "S"}, "assignment.extended/1", `{"for":"2025-01/action-plan/1","date":"2025-05-01","reference":"S"}`},
		{assignment.SetSuccession{Earlier: "2025-E01"}, "assignment.succeeds/1", `{"earlier":"2025-E01"}`},
		{assignment.Note{Text: "n"}, "assignment.noted/1", `{"text":"n"}`},
		{assignment.Close{Reason: "r"}, "assignment.closed/1", `{"reason":"r"}`},
		{assignment.Strike{Event: 3, Why: "w"}, "assignment.struck/1", `{"event":3,"why":"w"}`},
	} {
		seen = append(seen, x.kind)
		if text, err := assignment.FormatBody(x.b); err != nil || text != x.text || assignment.KindOf(x.b) != x.kind {
			t.Errorf("%s %s, %v; want %s %s", assignment.KindOf(x.b), text, err, x.kind, x.text)
		}
		if b, err := assignment.ParseBody(x.kind, x.text); err != nil || !reflect.DeepEqual(b, x.b) {
			t.Errorf("%s: %+v, %v", x.text, b, err)
		}
	}
	all := assignment.Kinds()
	slices.Sort(all)
	slices.Sort(seen)
	if !slices.Equal(all, seen) {
		t.Errorf("stored are %v, written out here %v", all, seen)
	}
}

func TestParseBody_refusesEveryOtherForm(t *testing.T) {
	for _, x := range [][2]string{
		{"assignment.noted/1", `{"text":"a"} `}, {"assignment.noted/1", `{ "text":"a"}`}, {"assignment.noted/1", `{"text":"a","more":1}`}, {"assignment.noted/1", `{"text":""}`},
		{"assignment.noted/1", `{"Text":"a"}`}, {"assignment.noted/1", `{"text":"\u0061"}`}, {"assignment.noted/1", `{"text":"a\nb"}`}, {"assignment.noted/1", `{"text":" a"}`},
		{"assignment.noted/1", `{"text":"a","text":"b"}`}, {"assignment.noted/1", `null`}, {"assignment.noted/1", ``}, {"assignment.noted/1", `{"text":"a"}{}`},
		{"assignment.unit/1", `{"worker":"Kim","unit":"A"}`}, {"assignment.unit/1", `{"unit":"A","worker":""}`}, {"assignment.unit/1", `{"worker":"Kim"}`},
		{"assignment.document/1", `{"title":"T"}`}, {"assignment.document/1", `{"title":"T","sha256":"ABC"}`},
		{"assignment.delivered/1", `{}`}, {"assignment.delivered/1", `{"for":"x","diary":"D"}`},
		{"assignment.reminder/1", `{"days":-1,"to":"x"}`}, {"assignment.reminder/1", `{"days":401,"to":"x"}`},
		{"assignment.extended/1", `{"for":"a/report/1","date":"2025-02-30","reference":"S"}`}, {"assignment.extended/1", `{"for":"a/report/1","date":"","reference":"S"}`},
		{"assignment.succeeds/1", `{"earlier":"a","not":true}`}, {"assignment.struck/1", `{"event":0,"why":"w"}`}, {"assignment.started/2", `{}`}, {"claim.paid/1", `{}`},
	} {
		if b, err := assignment.ParseBody(x[0], x[1]); err == nil {
			t.Errorf("%s %s was read as %+v", x[0], x[1], b)
		}
	}
}
