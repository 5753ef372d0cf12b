package demo

import (
	"fmt"
	"iter"
	"time"

	"balans/exchange/assessedcsv"
	"balans/exchange/householdcsv"
	"balans/exchange/incomecsv"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/law/statute"
	"balans/prevent/housing"
)

// HousingYear is the year whose housing allowances the demonstration settles.
const HousingYear = 2025

// HousingAssessed is the day by which every final tax of the year is decided, so that all of
// its allowances can be settled.
var HousingAssessed = calendar.New(2026, 9, 11)

// Households is how many had housing allowance in HousingYear: about as many as were said for
// 2024, or a hundredth.
func (s Scale) Households() int {
	if s == Small {
		return 1_500
	}
	return housing.HouseholdsIn2024
}

// HousingHousehold is what three files tell of a household with housing allowance. The slices
// are used again for the next.
type HousingHousehold struct {
	Decided  []householdcsv.Record // as decided and paid provisionally, month by month
	Assessed []assessedcsv.Record  // as assessed the year after
	Known    []incomecsv.Record    // as known of each month while the year went on
}

// Housing gives so many households with housing allowance, one at a time. What is drawn is who
// they are, what they pay for the home, what they earn and what they believe they will earn;
// every amount paid, and so every claim, is what the rules make of it.
//
// Of families and young and of who is single the shares are those of Försäkringskassan's
// statistics for 2023 (families 81 per cent, here 83 as of 2024; of families 71 per cent single,
// of the young 97). How many children they have is as in Stockholm in 2017, the last year found.
// Rents are SCB's averages by rooms of 2023 with the rises of two years. All else is our own
// assumption: wages, who is told of what, homes that are owned, everything that changes in a
// year. The shares were chosen so that about four of ten repay, as in 2024, some 7 500 kronor.
//
// The same person is in several households, since there are fewer test identities than
// households: each has its own incomes.
func Housing(seed uint64, households int) iter.Seq2[*HousingHousehold, error] {
	return func(yield func(*HousingHousehold, error) bool) {
		h, err := newHousing(seed)
		if err != nil {
			yield(nil, err)
			return
		}
		for i := range households {
			if err := h.household(i); err != nil {
				yield(nil, fmt.Errorf("demo: household %d: %w", i+1, err))
				return
			}
			if !yield(&h.out, nil) {
				return
			}
		}
	}
}

// housingMaker makes households.
type housingMaker struct {
	seed     uint64
	people   *people
	children []identity.Number
	scales   [13]*housing.Scale
	out      HousingHousehold
	id       [16]byte

	// The household that is being made.
	c       chance
	form    housing.Form
	couple  bool               // spouses, when the year begins
	persons [2]identity.Number // the applicant, and who is the spouse in some month
	adults  [2]earner
	months  [13]monthDecided
	wealthy []childAssets
}

// monthDecided is a month as it is decided; a month without a right has none of it.
type monthDecided struct {
	right      bool
	home       housing.Household
	stated     [2]money.Amount
	paid       money.Amount
	supplement money.Amount
	decided    calendar.Date
}

func newHousing(seed uint64) (*housingMaker, error) {
	h := &housingMaker{seed: seed}
	var err error
	if h.people, err = readPeople(); err != nil {
		return nil, err
	}
	if h.children, err = readChildren(); err != nil {
		return nil, err
	}
	law, err := statute.Load()
	if err != nil {
		return nil, err
	}
	rules := housing.New(law)
	for m := 1; m <= 12; m++ {
		if h.scales[m], err = rules.Scale(month(HousingYear, time.Month(m))); err != nil {
			return nil, err
		}
	}
	return h, nil
}

// mostTries is how often a household is drawn anew when it would have no allowance: those are
// not among the households.
const mostTries = 200

// household makes the i:th household.
func (h *housingMaker) household(i int) error {
	h.c = chanceOf(h.seed, forHousing+uint64(i))
	h.form, h.couple = housing.Young, h.c.often(30)
	if h.c.often(830) {
		h.form, h.couple = housing.Family, h.c.often(290)
	}
	for range mostTries {
		if !h.draw() {
			continue
		}
		h.id = [16]byte{}
		h.write(fmt.Appendf(h.id[:0], "H%d-%06d", HousingYear%100, i+1))
		return nil
	}
	return fmt.Errorf("none of %d that were drawn has an allowance", mostTries)
}

// draw draws a household; false when it would have no allowance in its first month.
func (h *housingMaker) draw() bool {
	c := &h.c
	h.months = [13]monthDecided{}
	spouses := h.lives()
	h.persons[0] = h.person(identity.None)
	h.persons[1] = identity.None
	if spouses {
		h.persons[1] = h.person(h.persons[0])
	}
	first := h.first()
	h.adults[0].draw(c, h.form, false, first)
	h.adults[1] = earner{}
	if spouses {
		h.adults[1].draw(c, h.form, true, first)
	}
	h.assets()
	return h.decide(first)
}

// person draws an adult of an age to be a parent or to be young, who in neither the full nor the
// small agency dies in the year.
func (h *housingMaker) person(other identity.Number) identity.Number {
	least, most := 21, 55
	if h.form == housing.Young {
		least, most = 19, 28
	}
	end := calendar.New(HousingYear, 12, 31)
	for {
		i := h.people.adult(&h.c, end, least, most)
		if n := h.people.numbers[i]; n != other && !fateOf(h.seed, i, Full.rarity()).isDead(end) && !fateOf(h.seed, i, Small.rarity()).isDead(end) {
			return n
		}
	}
}

// decide computes what is decided and paid of each month, from the first with a right. The
// right ends where what a person tells leaves no allowance.
func (h *housingMaker) decide(first int) bool {
	last := 12
	if h.c.often(70) { // the children move out, or the young begin to earn: the right ends
		last = h.c.between(min(first+1, 12), 12)
	}
	var m housing.Month
	for i := first; i <= last; i++ {
		x := &h.months[i]
		x.stated[0], x.decided = h.adults[0].stated[i], h.adults[0].told[i]
		if x.home.Spouses {
			x.stated[1], x.decided = h.adults[1].stated[i], calendar.Later(x.decided, h.adults[1].told[i])
		}
		h.scales[i].Month(&x.home, x.stated, &m)
		if x.paid = m.Preliminary(); x.paid == 0 {
			return i > first
		}
		x.right, x.supplement = true, m.Supplement()
		if prev := &h.months[i-1]; prev.right && prev.home != x.home {
			x.decided = calendar.Later(x.decided, month(HousingYear, time.Month(i)).AddDays(-12))
		} else if prev.right {
			x.decided = calendar.Later(x.decided, prev.decided)
		}
	}
	return true
}
