package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"time"

	"balans/exchange/assessedcsv"
	"balans/exchange/householdcsv"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/law/statute"
	"balans/prevent/housing"
)

// The year that is settled, and the day it is done.
const housingYear = 2025

var (
	housingMonth   = calendar.New(housingYear, time.March, 1) // whose law single months are computed by
	housingDecided = calendar.New(2024, time.December, 2)
	housingTaxOn   = calendar.New(2026, time.August, 12)
	housingSettled = calendar.New(2026, time.September, 1)
)

// household is a generated household with its year, and what was assessed of it. The incomes
// it was decided on are in its stretches.
type household struct {
	id        string
	people    [2]identity.Number // the second is None where nobody else is grown up
	child     identity.Number    // of whom something is assessed
	stretches []housing.Stretch
	assessed  housing.Assessed
	base      [2]money.Amount // income that counts, of what was assessed
}

// housingLaw is the law with what only an agency knows.
func housingLaw() (*statute.Parameters, error) {
	law, err := statute.Load()
	if err != nil {
		return nil, err
	}
	var values []statute.Value
	for name, v := range map[string]int64{statute.HousingChargeShare: 850_000, statute.StateLoanRate: 25_000, statute.HousingAutomaticLimit: 1_000_000_00, statute.HousingAutomaticSample: 0} {
		p, err := law.Parameter(name)
		if err != nil {
			return nil, err
		}
		values = append(values, statute.Value{Name: name, Int64: v, Unit: p.Unit, From: calendar.New(2020, time.January, 1), To: calendar.None, Source: "bench", Confidence: statute.Fictitious})
	}
	return law.Overlay(values)
}

// makeHouseholds makes so many households, by their applicants' numbers: a quarter of them
// young, the others with children of every kind; a third of the families are spouses, and a
// quarter of all changed dwelling in the year. Each had an allowance by the income it stated,
// and was paid it.
func makeHouseholds(n int, rules *housing.Rules) ([]household, error) {
	people, err := persons(3 * n)
	if err != nil {
		return nil, err
	}
	rng := rand.New(rand.NewPCG(95, 98))
	all := make([]household, n)
	for i := range all {
		h := &all[i]
		h.id, h.people = fmt.Sprintf("B%07d", i), [2]identity.Number{people[3*i], identity.None}
		now := anyHousehold(rng)
		if now.Spouses {
			h.people[1] = people[3*i+1]
		}
		stated, err := anyIncomes(rng, rules, &now)
		if err != nil {
			return nil, err
		}
		from, to := time.January, time.December
		switch x := rng.IntN(100); {
		case x < 8:
			from = time.Month(2 + rng.IntN(11))
		case x < 14:
			to = time.Month(1 + rng.IntN(11))
		}
		if moved := from + time.Month(rng.IntN(12)); rng.IntN(4) == 0 && moved < to {
			h.stretches = append(h.stretches, housing.Stretch{From: from, To: moved, Household: now, Stated: stated})
			from, now.Cost, now.Area = moved+1, anyCost(rng), anyArea(rng, now.Form)
		}
		h.stretches = append(h.stretches, housing.Stretch{From: from, To: to, Household: now, Stated: stated})
		for k := range h.stretches {
			if err := pay(rules, &h.stretches[k]); err != nil {
				return nil, err
			}
		}
		h.child = people[3*i+2]
		if err := h.assess(rng, rules, &now, stated); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// anyHousehold draws who live together, and in what.
func anyHousehold(rng *rand.Rand) housing.Household {
	h := housing.Household{Form: housing.Family, Spouses: rng.IntN(3) == 0, Rooms: int8(1 + rng.IntN(5)), Cost: anyCost(rng)}
	switch x := rng.IntN(100); {
	case x < 25:
		h.Form = housing.Young
		h.Spouses = rng.IntN(4) == 0
	case x < 65:
		h.Home = uint8(1 + rng.IntN(5))
	case x < 75:
		h.Alternating = uint8(1 + rng.IntN(3))
	case x < 83:
		h.Home, h.Alternating = uint8(1+rng.IntN(2)), uint8(1+rng.IntN(2))
	case x < 92:
		h.Access = uint8(1 + rng.IntN(3))
	default:
		h.Home, h.Alternating, h.Access = uint8(rng.IntN(3)), uint8(rng.IntN(3)), uint8(1+rng.IntN(2))
	}
	h.Area = anyArea(rng, h.Form)
	if rng.IntN(20) == 0 {
		h.Rooms = housing.RoomsUnstated
	}
	if rng.IntN(50) == 0 && h.Form == housing.Family {
		h.AcceptedCost, h.AcceptedArea = h.Cost/2+money.Kronor(2_000), h.Area-5
	}
	return h
}

// anyCost draws a cost a month; one in four has öre.
func anyCost(rng *rand.Rand) money.Amount {
	c := money.Kronor(2_500 + rng.Int64N(9_000))
	if rng.IntN(4) == 0 {
		c += money.Amount(rng.IntN(100))
	}
	return c
}

func anyArea(rng *rand.Rand, form housing.Form) int16 {
	if form == housing.Young {
		return int16(18 + rng.IntN(60))
	}
	return int16(35 + rng.IntN(120))
}

// anyIncomes draws incomes with which the household has an allowance, where a few draws give
// one; otherwise none at all.
func anyIncomes(rng *rand.Rand, rules *housing.Rules, h *housing.Household) (stated [2]money.Amount, err error) {
	scale, err := rules.Scale(housingMonth)
	if err != nil {
		return stated, err
	}
	most := int64(360_000)
	if h.Form == housing.Young {
		most = 110_000
	}
	if h.Spouses {
		most /= 2
	}
	var m housing.Month
	for range 20 {
		stated[0] = money.Kronor(most/8 + rng.Int64N(most))
		if h.Spouses {
			stated[1] = money.Kronor(rng.Int64N(most))
		}
		if scale.Month(h, stated, &m); m.Amount > 0 {
			return stated, nil
		}
	}
	return [2]money.Amount{}, nil
}

// assess draws what was assessed: most have employment alone, and some capital, a business, a
// study grant, wealth, or a child with capital.
func (h *household) assess(rng *rand.Rand, rules *housing.Rules, now *housing.Household, stated [2]money.Amount) error {
	h.assessed = housing.Assessed{Year: housingYear, Spouse: now.Spouses}
	for i := range h.assessed.Adults {
		if i == 1 && !now.Spouses {
			break
		}
		a := &h.assessed.Adults[i]
		a.Employment = assessedOf(rng, stated[i])
		some := money.Kronor(500 + rng.Int64N(20_000))
		switch x := rng.IntN(100); {
		case x < 12:
			a.Capital = housing.Capital{Surplus: -some, Deductions: some + money.Amount(rng.IntN(100))}
		case x < 18:
			a.Capital = housing.Capital{Surplus: some, Deductions: some / 2, Losses: some / 4, Standard: some / 100}
		case x < 24:
			a.Employment, a.Business, a.OwnPension = a.Employment/2, a.Employment-a.Employment/2, some/4
		case x < 30 && now.Form == housing.Young:
			a.StudyGrant = some
		case x < 33:
			a.Wealth = 20 * some
		}
	}
	if now.Form == housing.Family && rng.IntN(40) == 0 {
		h.assessed.Children = []housing.Child{{Alternating: now.Home == 0, Capital: housing.Capital{Surplus: money.Kronor(rng.Int64N(5_000))}}}
	}
	base, err := rules.Base(&h.assessed)
	h.base = base.Sums()
	return err
}

// assessedOf draws an income as assessed: above what was stated, below it, or much as stated.
func assessedOf(rng *rand.Rand, stated money.Amount) money.Amount {
	switch x := rng.IntN(100); {
	case x < 55:
		return stated + stated*money.Amount(3+rng.Int64N(40))/100
	case x < 80:
		return stated - stated*money.Amount(2+rng.Int64N(25))/100
	case x < 88:
		return stated + money.Amount(rng.IntN(100_000))
	}
	return stated
}

// pay lets the months of a stretch have been paid by the income that was stated.
func pay(rules *housing.Rules, s *housing.Stretch) error {
	scale, err := rules.Scale(calendar.New(housingYear, s.From, 1))
	if err != nil {
		return err
	}
	var m housing.Month
	scale.Month(&s.Household, s.Stated, &m)
	s.Paid, s.DecidedOn = m.Preliminary(), housingDecided
	return nil
}

// writeHouseholds writes the files of what was decided and paid, and of the incomes assessed.
func writeHouseholds(all []household, decided, assessed string) error {
	return together(decided, assessed, func(d, a *os.File) error {
		dw, aw := householdcsv.NewWriter(d), assessedcsv.NewWriter(a)
		for i := range all {
			h := &all[i]
			if err := dw.Write(h.decidedRows()); err != nil {
				return err
			}
			if err := aw.Write(h.assessedRows()); err != nil {
				return err
			}
		}
		if err := dw.Flush(); err != nil {
			return err
		}
		return aw.Flush()
	})
}

var writtenForms = map[housing.Form]householdcsv.Form{housing.Family: householdcsv.Family, housing.Young: householdcsv.Young}

func (h *household) decidedRows() (rows []householdcsv.Record) {
	for i := range h.stretches {
		s := &h.stretches[i]
		rows = append(rows, householdcsv.Record{Household: []byte(h.id), Person: h.people[0], Spouse: h.people[1], Form: writtenForms[s.Form],
			From: calendar.New(housingYear, s.From, 1), To: calendar.New(housingYear, s.To, 1), Cost: s.Cost, Area: int32(s.Area), Rooms: int32(s.Rooms),
			Home: int32(s.Home), Alternating: int32(s.Alternating), Access: int32(s.Access), AcceptedCost: s.AcceptedCost, AcceptedArea: int32(s.AcceptedArea),
			Income: s.Stated[0], SpouseIncome: s.Stated[1], Paid: s.Paid, DecidedOn: s.DecidedOn})
	}
	return rows
}

func (h *household) assessedRows() (rows []assessedcsv.Record) {
	row := func(who identity.Number, role assessedcsv.Role, c *housing.Capital) *assessedcsv.Record {
		rows = append(rows, assessedcsv.Record{Household: []byte(h.id), Person: who, Role: role, DecidedOn: housingTaxOn,
			Capital: c.Surplus, CapitalDeductions: c.Deductions, CapitalLosses: c.Losses, StandardIncome: c.Standard})
		return &rows[len(rows)-1]
	}
	for i, who := range h.people {
		if who != identity.None {
			a := &h.assessed.Adults[i]
			r := row(who, assessedcsv.Adult, &a.Capital)
			r.Employment, r.Business, r.OwnPension, r.StudyGrant, r.Wealth = a.Employment, a.Business, a.OwnPension, a.StudyGrant, a.Wealth
		}
	}
	roles := map[bool]assessedcsv.Role{false: assessedcsv.Child, true: assessedcsv.Alternating}
	for i := range h.assessed.Children {
		row(h.child, roles[h.assessed.Children[i].Alternating], &h.assessed.Children[i].Capital)
	}
	return rows
}

// together makes two files and closes them.
func together(one, other string, write func(one, other *os.File) error) error {
	a, err := os.Create(one)
	if err != nil {
		return err
	}
	defer a.Close()
	b, err := os.Create(other)
	if err != nil {
		return err
	}
	defer b.Close()
	if err := write(a, b); err != nil {
		return err
	}
	if err := a.Close(); err != nil {
		return err
	}
	return b.Close()
}
