package demo

import (
	"strings"
	"testing"

	"balans/recover/claim"
)

// sum adds up the groups of Försäkringskassan that pick accepts.
func sum(pick func(*path) bool, kronor func(*path) int64) figure {
	var f figure
	for i := range paths {
		if p := &paths[i]; p.authority == claim.FK && pick(p) {
			f.count += p.claims
			f.ore += kronor(p) * 100
		}
	}
	return f
}

func expect(t *testing.T, what string, f figure, want [2]int64) {
	t.Helper()
	if n, m := f.printed(); n != want[0] || m != want[1] {
		t.Errorf("%s: %d claims, %d MSEK; printed %v", what, n, m, want)
	}
}

func TestPaths_addUpToThePrintedTables(t *testing.T) {
	for k := range reportDays {
		left := func(p *path) int64 { return p.left[k] }
		stand := func(regime bool, letters string) figure {
			return sum(func(p *path) bool {
				return (p.cohort == older) == regime && strings.IndexByte(letters, p.stands[k]) >= 0
			}, left)
		}
		want := printedStock[k]
		expect(t, "old", stand(true, "KNO"), want[0])
		expect(t, "at KFM", stand(true, "K"), want[1])
		expect(t, "near limitation", stand(true, "N"), want[2])
		expect(t, "new", stand(false, "FMUV"), want[3])
		expect(t, "unserved", stand(false, "UV"), want[4])
		expect(t, "referred", sum(func(p *path) bool { return strings.IndexByte("RV", p.stands[k]) >= 0 },
			func(p *path) int64 { return p.referred }), printedReferred[k])
		expect(t, "decided", sum(func(p *path) bool { return p.cohort == year23+cohort(k) },
			func(p *path) int64 { return p.decided }), printedDecided[k])
	}
}

func TestPaths_neverGrow(t *testing.T) {
	for i := range paths {
		p := &paths[i]
		now := p.decided
		for k, s := range []byte(p.stands) {
			if strings.IndexByte("RQV", s) >= 0 {
				if p.referred > now || p.referred == 0 {
					t.Errorf("group %s: %d handed over, %d left before", p.stands, p.referred, now)
				}
				now = p.referred
			}
			open := strings.IndexByte("KNOFMUV", s) >= 0
			if open != (p.left[k] > 0) || p.left[k] > now || open && p.left[k] < p.claims*leastPrincipal {
				t.Errorf("group %s: %d left on report day %d, %d before, %d claims", p.stands, p.left[k], k, now, p.claims)
			}
			if open {
				now = p.left[k]
			}
		}
	}
}

func TestMonths_addUpToTheirCohorts(t *testing.T) {
	for c := autumn22; c < cohorts; c++ {
		var months, groups int64
		for _, m := range c.months() {
			months += m.settlement + m.other
		}
		for i := range paths {
			if paths[i].cohort == c && paths[i].authority == claim.FK {
				groups += paths[i].claims
			}
		}
		if months != groups {
			t.Errorf("cohort %d: the months have %d claims, the groups %d", c, months, groups)
		}
	}
	for _, scale := range []Scale{Full, Small} {
		counts := scale.counts()
		plans := planMonths(counts)
		for i := range plans {
			n := int64(0)
			for _, m := range plans[i] {
				if m.claims < 0 {
					t.Errorf("group %s has %d claims in %s", paths[i].stands, m.claims, m.first)
				}
				n += m.claims
			}
			if n != counts[i] {
				t.Errorf("group %s: %d claims in its months, not %d", paths[i].stands, n, counts[i])
			}
		}
	}
}

func TestPortion_losesNothing(t *testing.T) {
	c := chance(7)
	for range 2000 {
		weights := make([]int64, c.between(1, 40))
		whole, total := int64(0), int64(c.below(1_000_000_000))
		for i := range weights {
			weights[i] = int64(c.below(5) * c.below(1_000_000))
			whole += weights[i]
		}
		if whole == 0 {
			continue
		}
		sum := int64(0)
		for i, part := range portion(total, weights) {
			exact := total / whole * weights[i] // a lower bound without overflow
			if part < 0 || part < exact-1 || weights[i] == 0 && part != 0 {
				t.Fatalf("portion(%d, %v)[%d] = %d", total, weights, i, part)
			}
			sum += part
		}
		if sum != total {
			t.Fatalf("portion(%d, %v) adds up to %d", total, weights, sum)
		}
	}
}

func TestScattered_visitsEachOnce(t *testing.T) {
	for n := 1; n < 300; n++ {
		seen := make([]bool, n)
		c := chance(n)
		for i := range scattered(&c, n) {
			if seen[i] {
				t.Fatalf("%d of %d is visited twice", i, n)
			}
			seen[i] = true
		}
		for i := range seen {
			if !seen[i] {
				t.Fatalf("%d of %d is not visited", i, n)
			}
		}
	}
}
