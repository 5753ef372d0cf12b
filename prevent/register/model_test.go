package register_test

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"balans/exchange/registercsv"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/prevent/register"
)

var (
	parties = []identity.Number{anna, bengt, company}
	told0   = instant("2024-01-01T10:00:00Z")
)

// drawTold draws what sources tell over time: few ids, so that they correct themselves
// often. No two lines were received at the same instant.
func drawTold(t *rapid.T) []registercsv.Record {
	n := rapid.IntRange(1, 25).Draw(t, "lines")
	all := make([]registercsv.Record, n)
	for i := range all {
		r := registercsv.Record{Source: rapid.SampledFrom([]string{"a", "b"}).Draw(t, "source"), From: day("2025-01-01") + calendar.Date(rapid.IntRange(0, 3).Draw(t, "from")), To: calendar.None,
			ReceivedAt: told0 + calendar.Instant(i)*3_600_000_000, Withdrawn: rapid.IntRange(0, 4).Draw(t, "withdrawn") == 0}
		who := rapid.IntRange(0, len(parties)-1).Draw(t, "party")
		r.Party = parties[who]
		r.ID = fmt.Sprintf("%d-%d", who, rapid.IntRange(1, 2).Draw(t, "id"))
		r.Kind = rapid.SampledFrom([]string{"phone", "population", "sick-pay", "account"}).Draw(t, "kind")
		if !r.Withdrawn {
			switch r.Kind {
			case "phone", "account":
				r.Other = rapid.SampledFrom([]string{"0701234567", "0707654321"}).Draw(t, "number")
			case "population":
				r.Status = rapid.SampledFrom([]string{"dead", "emigrated"}).Draw(t, "status")
			case "sick-pay":
				r.Other, r.Extent = "165560269986", rapid.SampledFrom([]int32{0, 5000}).Draw(t, "extent")
			}
		}
		all[i] = r
	}
	return all
}

// model is what counts at an instant, by another way than the package's: for each line
// a look at all others for one that came later.
func model(told []registercsv.Record, at calendar.Instant, party identity.Number) []string {
	var live []string
	for i, r := range told {
		if r.Party != party || r.ReceivedAt > at || r.Withdrawn {
			continue
		}
		later := slices.ContainsFunc(told, func(x registercsv.Record) bool {
			return x.Party == r.Party && x.Kind == r.Kind && x.Source == r.Source && x.ID == r.ID && x.ReceivedAt > r.ReceivedAt && x.ReceivedAt <= at
		})
		if !later {
			live = append(live, fmt.Sprintln(told[i].Kind, r.Source, r.ID, r.From, r.Status, r.Other, r.Extent, r.ReceivedAt))
		}
	}
	slices.Sort(live)
	return live
}

func shown(facts []register.Fact) []string {
	var all []string
	for _, f := range facts {
		other := f.Other
		if f.Employer != identity.None {
			other = fmt.Sprint(int64(f.Employer))
		}
		all = append(all, fmt.Sprintln(f.Kind, f.Source, f.ID, f.From, f.Status, other, f.Extent, f.Known))
	}
	slices.Sort(all)
	return all
}

// In whatever order and in however many deliveries the lines come, and however often they
// are repeated, the same facts count at every instant.
func TestBook_isTheModelInAnyOrderOfDeliveries(t *testing.T) {
	folder := t.TempDir()
	n := 0
	rapid.Check(t, func(t *rapid.T) {
		told := drawTold(t)
		lines := slices.Clone(told)
		for range rapid.IntRange(0, 5).Draw(t, "repeated") {
			lines = append(lines, rapid.SampledFrom(told).Draw(t, "line"))
		}
		lines = rapid.Permutation(lines).Draw(t, "order")
		n++
		j, _ := openAt(t, fmt.Sprintf("%s/%d.db", folder, n), "2025-05-01")
		defer j.Close()
		book := read(t, j, end)
		for len(lines) > 0 {
			size := rapid.IntRange(1, len(lines)).Draw(t, "lines of a delivery")
			take(t, j, write(t, lines[:size]...))
			lines = lines[size:]
			if rapid.Bool().Draw(t, "refresh") {
				var err error
				if book, err = book.Refresh(context.Background(), j, end); err != nil {
					t.Fatal(err)
				}
			}
		}
		book, err := book.Refresh(context.Background(), j, end)
		if err != nil {
			t.Fatal(err)
		}
		for at := told0 - 1; at <= told0+calendar.Instant(len(told))*3_600_000_000; at += 3_600_000_000 {
			for _, party := range parties {
				want := model(told, at, party)
				p := book.At(at).Of(party)
				if got := shown(p.All()); !slices.Equal(got, want) {
					t.Fatalf("%s, %s:\n%s\nexpected\n%s", at, party.Masked(), strings.Join(got, ""), strings.Join(want, ""))
				}
			}
		}
		theSameHoweverRead(t, book, told0+calendar.Instant(rapid.IntRange(0, len(told)).Draw(t, "at"))*3_600_000_000, func(party identity.Number, at calendar.Instant) *register.Person {
			p, err := register.OfParty(context.Background(), j, party, at)
			if err != nil {
				t.Fatal(err)
			}
			same(t, p, read(t, j, at).Of(party))
			return p
		})
	})
}

// theSameHoweverRead compares a book that was refreshed with one that is read anew and
// with what is read of each person alone, and its look-ups with a walk through all.
func theSameHoweverRead(t tester, book *register.Book, at calendar.Instant, of func(identity.Number, calendar.Instant) *register.Person) {
	t.Helper()
	book = book.At(at)
	var phones []register.Fact
	for _, party := range book.Parties() {
		p := of(party, at)
		same(t, book.Of(party), p)
		for _, f := range p.Facts(register.Phone) {
			if f.Other == "0701234567" {
				phones = append(phones, f)
			}
		}
	}
	if got := book.OnPhone("070-123 45 67"); !slices.Equal(got, phones) {
		t.Fatalf("%+v\nexpected %+v", got, phones)
	}
}

// Live on a slice is what the book says, and of two facts known at once the later counts.
func TestLive_agreesWithALookAtAllPairs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		facts := make([]register.Fact, rapid.IntRange(0, 20).Draw(t, "facts"))
		for i := range facts {
			facts[i] = register.Fact{Kind: register.Phone, Source: "s", ID: rapid.SampledFrom([]string{"1", "2"}).Draw(t, "id"), Party: rapid.SampledFrom(parties).Draw(t, "party"),
				Other: fmt.Sprint(i), Known: calendar.Instant(rapid.IntRange(1, 5).Draw(t, "known")), Withdrawn: rapid.IntRange(0, 3).Draw(t, "withdrawn") == 0}
		}
		before := slices.Clone(facts)
		at := calendar.Instant(rapid.IntRange(0, 6).Draw(t, "at"))
		var want []register.Fact
		for i, f := range facts {
			counts := f.Known <= at && !f.Withdrawn
			for k, g := range facts {
				if g.Key() == f.Key() && g.Known <= at && (g.Known > f.Known || g.Known == f.Known && k > i) {
					counts = false
				}
			}
			if counts {
				want = append(want, f)
			}
		}
		slices.SortFunc(want, func(a, b register.Fact) int { return cmp.Or(cmp.Compare(a.Party, b.Party), cmp.Compare(a.ID, b.ID)) })
		if got := register.Live(facts, at); !slices.Equal(got, want) {
			t.Fatalf("%+v\nexpected %+v", got, want)
		}
		if !slices.Equal(facts, before) {
			t.Fatal("what was given is changed")
		}
	})
}

// What was told and then withdrawn leaves nothing, whenever either became known.
func TestLive_aWithdrawalAfterItsCorrectionLeavesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := register.Fact{Kind: register.Account, Source: "s", ID: "1", Party: anna, Other: "1", Known: 1}
		corrected, withdrawn := f, f
		corrected.Other, corrected.Known = "2", 2
		withdrawn.Withdrawn, withdrawn.Known = true, 3
		order := rapid.Permutation([]register.Fact{f, corrected, withdrawn}).Draw(t, "order")
		for at, want := range []string{"", "1", "2", "", ""} {
			got := ""
			for _, f := range register.Live(order, calendar.Instant(at)) {
				got += f.Other
			}
			if got != want {
				t.Fatalf("at %d: %q, expected %q", at, got, want)
			}
		}
	})
}
