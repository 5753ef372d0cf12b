package demo

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"testing"

	"balans/law/calendar"
	"balans/law/identity"
	"balans/recover/claim"
)

// Hashes of all facts of seed 1. They change only when the demo agency is meant
// to change; then every stored demo database and screenshot is out of date.
var goldenFacts = map[Scale]string{
	Full:  "fc7d746f4bcde599999ecaa41eecf357881fcbf88938eaee1e5c563ead929ac8",
	Small: "c24c100e521b59b874388db2df4f88a18cc8b444349588bf6f1d1df43c661f01",
}

func hashOf(t *testing.T, seed uint64, scale Scale) string {
	t.Helper()
	h := sha256.New()
	var b []byte
	err := Generate(seed, scale, func(d claim.Decision, events []claim.Event) error {
		b = fmt.Appendf(b[:0], "%s %s %s %s %s %d", d.ID, d.Benefit, d.Authority, d.Origin, d.DecidedOn, d.Principal)
		for _, x := range d.Debtors {
			b = fmt.Appendf(b, " %s:%d", x.Number, x.Share)
		}
		for i := range events {
			e := &events[i]
			b = fmt.Appendf(b, "\n%s %s %s %d %d %d %d %s", e.ID, e.Kind, e.OccurredOn, e.RecordedAt, e.Ordinal, e.Amount, e.ToPrincipal, e.DetailText())
		}
		h.Write(append(b, '\n'))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return hex.EncodeToString(h.Sum(nil))
}

func TestGenerate_sameSeedSameFacts(t *testing.T) {
	for _, scale := range []Scale{Small, Full} {
		if scale == Full && testing.Short() {
			continue
		}
		if got := hashOf(t, 1, scale); got != goldenFacts[scale] {
			t.Errorf("scale %d: the facts have the hash %s, not %s", scale, got, goldenFacts[scale])
		}
	}
	if hashOf(t, 2, Small) == goldenFacts[Small] {
		t.Error("another seed gives the same facts")
	}
}

// absent are the kinds that do not happen at the demo agency: no court can have
// extended limitation before 2027, no credit is moved and no plan is taken up again.
var absent = map[claim.Kind]bool{claim.Decided: true, claim.LimitationExtended: true, claim.CreditMoved: true, claim.PlanReinstated: true}

func TestGenerate_smallHasSomeOfEverything(t *testing.T) {
	for seed := uint64(1); seed <= 12; seed++ {
		r := reportOf(t, seed, Small)
		if r.claims != smallClaims {
			t.Errorf("seed %d: %d claims", seed, r.claims)
		}
		for _, k := range claim.Kinds() {
			if !absent[k] && r.kinds[k] == 0 {
				t.Errorf("seed %d has no event %s", seed, k)
			}
		}
		for i := range columns {
			s := r.stock[i]
			for j, f := range []figure{r.decided[i], r.referred[i], s.old, s.kfm, s.oldNear, s.new, s.unserved} {
				if f.count == 0 || f.ore == 0 {
					t.Errorf("seed %d: figure %d in column %d is empty", seed, j, i)
				}
			}
			if s.newNear.count != 0 {
				t.Errorf("seed %d: a NEW claim is near limitation", seed)
			}
		}
	}
}

func TestGenerate_stopsAtTheFirstError(t *testing.T) {
	stop := errors.New("full")
	n := 0
	err := Generate(1, Small, func(claim.Decision, []claim.Event) error { n++; return stop })
	if !errors.Is(err, stop) || n != 1 {
		t.Errorf("error %v after %d claims", err, n)
	}
	if err := Generate(1, Small+1, nil); err == nil {
		t.Error("an unknown scale is accepted")
	}
}

func TestGenerate_ordersAndNumbersClaims(t *testing.T) {
	var last claim.Decision
	decided := map[string]calendar.Date{}
	latest := map[int]int{} // highest number of a year
	err := Generate(3, Small, func(d claim.Decision, _ []claim.Event) error {
		if last.ID != "" && (d.Party() < last.Party() || d.Party() == last.Party() && d.ID <= last.ID) {
			t.Errorf("%s of %s comes after %s of %s", d.ID, d.Party(), last.ID, last.Party())
		}
		var year, n int
		if _, err := fmt.Sscanf(d.ID, "%4d-%6d", &year, &n); err != nil || len(d.ID) != 11 || year != d.DecidedOn.Year() {
			t.Errorf("the number %q of a claim decided on %s", d.ID, d.DecidedOn)
		}
		latest[year] = max(latest[year], n)
		decided[d.ID] = d.DecidedOn
		last = d
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for year, most := range latest {
		before := calendar.None
		for n := 1; n <= most; n++ {
			on, ok := decided[fmt.Sprintf("%04d-%06d", year, n)]
			if !ok || on < before {
				t.Errorf("number %d of %d is missing or out of order", n, year)
			}
			before = on
		}
	}
}

func TestPeople_areOfficialTestIdentities(t *testing.T) {
	p, err := readPeople()
	if err != nil {
		t.Fatal(err)
	}
	if len(p.numbers) != 24352 {
		t.Errorf("%d identities", len(p.numbers))
	}
	official := map[string]bool{}
	const source = "../../shared/samples/testnummer/allPins.json"
	if text, err := os.ReadFile(source); err == nil {
		var all []string
		if err := json.Unmarshal(text, &all); err != nil {
			t.Fatal(err)
		}
		for _, s := range all {
			official[s] = true
		}
	}
	known := map[identity.Number]bool{}
	for _, n := range p.numbers {
		if born, ok := n.BirthDate(); !ok || born.Year() < 1935 || born.Year() > 2006 || n.Kind() != identity.Person {
			t.Errorf("%s is not an adult's number", n)
		}
		if len(official) > 0 && !official[n.String()] {
			t.Errorf("%s is not in Skatteverket's list", n)
		}
		known[n] = true
	}
	joint := 0
	err = Generate(1, Small, func(d claim.Decision, _ []claim.Event) error {
		for _, x := range d.Debtors {
			born, _ := x.Number.BirthDate()
			if !known[x.Number] || d.DecidedOn.Year()-born.Year() < 18 || x.Share != 0 {
				t.Errorf("%s: the debtor %s", d.ID, x.Number)
			}
		}
		if len(d.Debtors) == 2 {
			joint++
		}
		if len(d.Debtors) > 2 || len(d.Debtors) == 2 && d.Debtors[0].Number == d.Debtors[1].Number {
			t.Errorf("%s: the debtors %v", d.ID, d.Debtors)
		}
		return nil
	})
	if err != nil || joint == 0 {
		t.Errorf("%d joint claims, error %v", joint, err)
	}
}
