package main

import (
	"fmt"
	"math"
	"runtime"
	"time"

	"balans/law/money"
	"balans/prevent/housing"
)

// The goals of housing allowance, for 200 000 households.
const (
	housingGoal      = 20 * time.Millisecond  // two months of each, nothing kept
	housingKeptGoal  = 300 * time.Millisecond // the same, with the full explanation kept
	housingWholeGoal = time.Minute            // the settlement of all with what follows, on each database
)

// housing measures housing allowance: months of households with two incomes each, beside
// OpenFisca, years with their settlements, and whole runs of settlement on both databases.
func (b *bench) housing() error {
	law, err := housingLaw()
	if err != nil {
		return err
	}
	rules := housing.New(law)
	all, err := makeHouseholds(b.households, rules)
	if err != nil {
		return err
	}
	m, err := b.months(all, rules)
	if err != nil {
		return err
	}
	outcomes, err := b.years(all, rules)
	if err != nil {
		return err
	}
	if err := b.openfisca(m, law); err != nil {
		return err
	}
	return b.settlements(all, law, outcomes)
}

// months are the months that are computed: of each household that of its last stretch, with
// the incomes as stated and as assessed.
type months struct {
	households []housing.Household
	incomes    [][2]money.Amount
	amounts    []housing.Exact
	bare, kept spent
}

func (b *bench) months(all []household, rules *housing.Rules) (*months, error) {
	scale, err := rules.Scale(housingMonth)
	if err != nil {
		return nil, err
	}
	c := &months{}
	for i := range all {
		s := &all[i].stretches[len(all[i].stretches)-1]
		c.households = append(c.households, s.Household, s.Household)
		c.incomes = append(c.incomes, s.Stated, all[i].base)
	}
	n := len(c.households)
	c.amounts = make([]housing.Exact, n)
	c.bare, err = least(9, func() error {
		var m housing.Month
		for i := range c.households {
			scale.Month(&c.households[i], c.incomes[i], &m)
			c.amounts[i] = m.Amount
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	each := func(s spent) time.Duration { return s.cpu / time.Duration(n) }
	cpuRow("months, amounts alone", c.bare, "%d households with two incomes each, %s a month%s", len(all), each(c.bare), over(c.bare, housingGoal, n, 400_000))
	var kept []housing.Month
	var allocations, size uint64
	c.kept, err = least(5, func() error {
		kept = nil
		before := allocated()
		kept = make([]housing.Month, n)
		for i := range kept {
			scale.Month(&c.households[i], c.incomes[i], &kept[i])
		}
		after := allocated()
		allocations, size = after.Mallocs-before.Mallocs, after.TotalAlloc-before.TotalAlloc
		return nil
	})
	if err != nil {
		return nil, err
	}
	for i := range kept {
		if kept[i].Amount != c.amounts[i] {
			return nil, fmt.Errorf("month %d is %s when it is kept, and %s", i, kept[i].Amount, c.amounts[i])
		}
	}
	cpuRow("  with the full explanation kept", c.kept, "%s a month, %d allocations, %d bytes a month%s", each(c.kept), allocations, size/uint64(n), over(c.kept, housingKeptGoal, n, 400_000))
	return c, wording(kept)
}

// wording puts some months into words.
func wording(kept []housing.Month) error {
	words := kept[:min(len(kept), 1_000)]
	steps := 0
	took, err := least(3, func() error {
		steps = 0
		for i := range words {
			steps += len(words[i].Steps())
		}
		return nil
	})
	cpuRow("  put into words", took, "%d months, %d steps in Swedish and English, %s a month", len(words), steps, took.cpu/time.Duration(len(words)))
	return err
}

// years computes every household's year with the incomes assessed, and settles it. It gives how
// many there are of each outcome and what they come to.
func (b *bench) years(all []household, rules *housing.Rules) (outcomes [3]housing.Total, err error) {
	law, err := rules.SettlementLaw(housingYear)
	if err != nil {
		return outcomes, err
	}
	took, err := least(5, func() error {
		var y housing.Year
		outcomes = [3]housing.Total{}
		for i := range all {
			if err := rules.Year(housingYear, all[i].stretches, housing.YearEqual(all[i].base), &y); err != nil {
				return err
			}
			s := law.Settle(&y, nil)
			o := &outcomes[s.Outcome]
			o.Count, o.Amount, o.Charge = o.Count+1, o.Amount+s.Amount, o.Charge+s.Charge
		}
		return nil
	})
	if err != nil {
		return outcomes, err
	}
	share := func(o housing.Outcome) float64 { return 100 * float64(outcomes[o].Count) / float64(len(all)) }
	cpuRow("years, settled", took, "%d years by the law of each month, %s each; %.0f %% claims, %.0f %% pay-outs", len(all), took.cpu/time.Duration(len(all)), share(housing.Claim), share(housing.PayOut))
	return outcomes, nil
}

// least is the one of least processor time of a few: other work on the machine only adds.
func least(times int, f func() error) (spent, error) {
	best := spent{cpu: math.MaxInt64}
	for range times {
		s, err := median(1, f)
		if err != nil {
			return s, err
		}
		if s.cpu < best.cpu {
			best = s
		}
	}
	return best, nil
}

func allocated() (m runtime.MemStats) {
	runtime.ReadMemStats(&m)
	return m
}

// over says what the goal is of as many as there are, and whether it is met.
func over(s spent, goal time.Duration, n, of int) string {
	scaled := time.Duration(float64(goal) * float64(n) / float64(of))
	if s.cpu > scaled {
		return fmt.Sprintf("; OVER the goal of %s", scaled)
	}
	return fmt.Sprintf("; the goal is %s", scaled)
}
