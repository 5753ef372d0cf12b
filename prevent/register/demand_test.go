package register_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"balans/exchange/rows"
	"balans/prevent/register"
)

// told is a line of a kind of fact: kind, party, from, to, status, other, amount, extent, hours.
func told(n int, kind, to, status, other, amount, extent, hours string) string {
	return line(kind, "source", fmt.Sprint(n), anna.String(), "2025-03-01", to, status, other, amount, extent, hours, "", "", "")
}

// A line of each kind and status as it is to be.
var good = [][]string{ // kind, to, status, other, amount, extent, hours
	{"income", "", "", "165560269986", "30000", "", ""}, {"income", "2025-03-31", "", "198301302397", "0", "", ""},
	{"declared", "", "", "", "", "", ""}, {"declared", "2025-03-31", "in-part", "", "", "", ""},
	{"permit", "2026-02-28", "granted", "work", "", "", ""}, {"permit", "", "granted", "", "", "", ""}, {"permit", "", "renewal-applied", "work", "", "", ""},
	{"permit", "2025-04-01", "renewal-refused", "", "", "", ""}, {"permit", "", "refusal-final", "", "", "", ""}, {"permit", "", "revoked", "", "", "", ""},
	{"permit", "", "expulsion", "", "", "", ""}, {"permit", "", "citizen", "", "", "", ""}, {"permit", "", "right-of-residence", "", "", "", ""}, {"permit", "2025-06-30", "asylum-support", "", "", "", ""},
	{"population", "", "dead", "", "", "", ""}, {"population", "", "emigrated", "DK", "", "", ""}, {"population", "", "immigrated", "", "", "", ""},
	{"population", "2020-01-01", "protected", "", "", "", ""}, {"population", "", "child", "198301302397", "", "", ""},
	{"job-seeker", "", "", "", "", "50", ""}, {"job-seeker", "2025-05-01", "", "", "", "", ""},
	{"legislation", "2025-12-31", "issued", "DK", "", "", ""}, {"legislation", "", "withdrawn", "SE", "", "", ""},
	{"foreign-income", "2025-12-31", "wage", "NO", "1000,50", "", ""},
	{"sick-pay", "2025-03-14", "", "165560269986", "", "100", ""}, {"sick-pay", "", "", "165560269986", "", "", ""},
	{"account", "", "", "SE4550000000058398257466", "", "", ""}, {"phone", "", "", "070-123 45 67", "", "", ""},
	{"assistance", "2025-03-31", "", "Company", "", "", "120,5"}, {"institution", "", "", "The home", "", "", ""},
	{"name", "", "", "Anna Ek", "", "", ""},
	{"sgi", "", "employment", "", "360000", "", ""}, {"sgi", "2025-04-01", "other", "", "100000", "", ""},
}

// Each kind and status is there, and told fields come back.
func TestImport_takesEveryKind(t *testing.T) {
	j, _ := sqlite(t, "2025-05-01")
	text := header
	var want []string
	for n, g := range good {
		if g[2] == "protected" {
			g = slices.Clone(g)
			g[1] = "2025-03-02" // over long since
		}
		text += told(n, g[0], g[1], g[2], g[3], g[4], g[5], g[6])
		want = append(want, g[0]+" "+g[2])
	}
	r := take(t, j, text)
	if r.AsideCount != 0 {
		t.Fatalf("%+v", r.Aside)
	}
	p := read(t, j, end).Of(anna)
	var got []string
	kinds := map[register.Kind]bool{}
	for _, f := range p.All() {
		got = append(got, f.Kind.String()+" "+f.Status)
		kinds[f.Kind] = true
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("%q\nexpected %q", got, want)
	}
	for _, form := range register.Forms() {
		if kinds[form.Kind] != (form.Elsewhere == "") {
			t.Errorf("%s: a good line is there: %v; told elsewhere: %q", form.Kind, kinds[form.Kind], form.Elsewhere)
		}
		for _, status := range form.Statuses {
			if !slices.Contains(want, form.Kind.String()+" "+status) && status != "any text" {
				t.Errorf("no good line of %s with the status %q", form.Kind, status)
			}
		}
	}
	if f := p.Facts(register.Income)[0]; f.Employer == 0 || f.Period != day("2025-03-01") || f.To != day("2025-03-31") {
		t.Errorf("%+v", f)
	}
	if f := p.Facts(register.Phone)[0]; f.Other != "0701234567" {
		t.Errorf("%+v", f)
	}
}

// What a kind has no use for, and what it needs and lacks, is named by line and field.
func TestImport_namesWhatDoesNotBelong(t *testing.T) {
	j, _ := sqlite(t, "2025-05-01")
	for _, c := range []struct {
		line  []string
		field string
	}{
		{[]string{"absence", "2025-03-01", "TFP", "165560269986", "", "", "8"}, "kind"},
		{[]string{"wages", "", "", "", "", "", ""}, "kind"},
		{[]string{"income", "2025-03-30", "", "165560269986", "1", "", ""}, "to"},
		{[]string{"income", "", "", "", "1", "", ""}, "other"}, {[]string{"income", "", "", "165560269986", "", "", ""}, "amount"},
		{[]string{"income", "", "", "165560269987", "1", "", ""}, "other"}, {[]string{"income", "", "", "165560269986", "1", "100", ""}, "extent"},
		{[]string{"permit", "", "", "", "", "", ""}, "status"}, {[]string{"permit", "", "expired", "", "", "", ""}, "status"},
		{[]string{"permit", "2025-04-01", "expulsion", "", "", "", ""}, "to"}, {[]string{"permit", "", "granted", "", "5", "", ""}, "amount"},
		{[]string{"population", "2025-04-01", "dead", "", "", "", ""}, "to"}, {[]string{"population", "", "emigrated", "Denmark", "", "", ""}, "other"},
		{[]string{"population", "", "child", "165560269986", "", "", ""}, "other"}, {[]string{"population", "", "dead", "DK", "", "", ""}, "other"},
		{[]string{"legislation", "", "issued", "", "", "", ""}, "other"}, {[]string{"legislation", "", "lost", "DK", "", "", ""}, "status"},
		{[]string{"foreign-income", "", "wage", "NO", "1", "", ""}, "to"}, {[]string{"foreign-income", "2025-04-01", "", "NO", "1", "", ""}, "status"},
		{[]string{"sick-pay", "", "", "165560269986", "", "", "8"}, "hours"}, {[]string{"sick-pay", "", "full", "165560269986", "", "", ""}, "status"},
		{[]string{"account", "", "", "5000 123", "", "", ""}, "other"}, {[]string{"phone", "", "", "701234567", "", "", ""}, "other"},
		{[]string{"phone", "", "", "070O123456", "", "", ""}, "other"}, {[]string{"assistance", "2025-03-31", "", "Company", "", "", ""}, "hours"},
		{[]string{"assistance", "", "", "Company", "", "", "5"}, "to"}, {[]string{"institution", "", "", "", "", "", ""}, "other"},
		{[]string{"sgi", "", "employment", "", "1,50", "", ""}, "amount"}, {[]string{"job-seeker", "", "", "", "", "", "5"}, "hours"},
		{[]string{"declared", "", "", "", "1", "", ""}, "amount"},
	} {
		l := c.line
		_, err := try(j, header+told(1, l[0], l[1], l[2], l[3], l[4], l[5], l[6]))
		var bad *rows.BadLines
		if !errors.As(err, &bad) || len(bad.Faults) != 1 || bad.Faults[0].Field != c.field || bad.Faults[0].Line != 2 {
			t.Errorf("%q: %v; expected one fault in %s", strings.Join(l, ";"), err, c.field)
		}
	}
	if n := head(t, j); n != 0 {
		t.Errorf("%d events", n)
	}
}

// An id stands for one person in a file.
func TestImport_anIdOfTwoPersons(t *testing.T) {
	j, _ := sqlite(t, "2025-05-01")
	_, err := try(j, header+phone("1", anna, "0700000001", "", "")+phone("1", bengt, "0700000002", "", ""))
	if err == nil || !strings.Contains(err.Error(), "facts.csv:3") || !strings.Contains(err.Error(), "one person only") {
		t.Error(err)
	}
}
