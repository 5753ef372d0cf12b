package demo

import (
	"time"

	"balans/exchange/assessedcsv"
	"balans/exchange/householdcsv"
	"balans/exchange/incomecsv"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/prevent/housing"
)

// childAssets is a child with capital or wealth of its own.
type childAssets struct {
	person      identity.Number
	alternating bool
	capital     int64 // kronor
	wealth      int64
}

// assets draws which children have something of their own.
func (h *housingMaker) assets() {
	h.wealthy = h.wealthy[:0]
	home := &h.months[1].home
	if home.Home+home.Alternating == 0 || !h.c.often(30) {
		return
	}
	x := childAssets{person: h.children[h.c.below(len(h.children))], alternating: home.Home == 0, capital: int64(h.c.between(0, 4_000))}
	if h.c.often(500) {
		x.wealth = int64(h.c.between(10, 200)) * 1_000
	}
	h.wealthy = append(h.wealthy, x)
}

// write makes the records.
func (h *housingMaker) write(id []byte) {
	h.decided(id)
	h.assessed(id)
	h.out.Known = h.out.Known[:0]
	for who := range h.persons {
		if h.persons[who] != identity.None {
			h.knownMonths(id, who)
		}
	}
}

var housingForms = map[housing.Form]householdcsv.Form{housing.Family: householdcsv.Family, housing.Young: householdcsv.Young}

// decided makes a line of unbroken months that are alike.
func (h *housingMaker) decided(id []byte) {
	h.out.Decided = h.out.Decided[:0]
	for i := 1; i <= 12; i++ {
		x := &h.months[i]
		if !x.right {
			continue
		}
		if last := len(h.out.Decided); last > 0 && *x == h.months[i-1] {
			h.out.Decided[last-1].To = month(HousingYear, time.Month(i))
			continue
		}
		r := householdcsv.Record{Household: id, Person: h.persons[0], Spouse: identity.None, Form: housingForms[h.form], From: month(HousingYear, time.Month(i)), To: month(HousingYear, time.Month(i)),
			Cost: x.home.Cost, Area: int32(x.home.Area), Rooms: int32(x.home.Rooms), Home: int32(x.home.Home), Alternating: int32(x.home.Alternating), Access: int32(x.home.Access),
			AcceptedCost: x.home.AcceptedCost, AcceptedArea: int32(x.home.AcceptedArea), Income: x.stated[0], Paid: x.paid, Supplement: x.supplement, DecidedOn: x.decided}
		if x.home.Spouses {
			r.Spouse, r.SpouseIncome = h.persons[1], x.stated[1]
		}
		h.out.Decided = append(h.out.Decided, r)
	}
}

// hadSpouse reports whether there was a spouse in a month with a right.
func (h *housingMaker) hadSpouse() bool {
	for i := range h.months {
		if h.months[i].right && h.months[i].home.Spouses {
			return true
		}
	}
	return false
}

// assessed makes what the tax decisions and CSN tell.
func (h *housingMaker) assessed(id []byte) {
	h.out.Assessed = h.out.Assessed[:0]
	if !h.hadSpouse() {
		h.persons[1] = identity.None
	}
	for who, n := range h.persons {
		if n == identity.None {
			continue
		}
		e := &h.adults[who]
		r := assessedcsv.Record{Household: id, Person: n, Role: assessedcsv.Adult, DecidedOn: h.taxOn(), Capital: money.Kronor(e.capital + e.sold), Wealth: money.Kronor(e.wealth), StudyGrant: money.Kronor(e.study)}
		switch year := money.Kronor(e.year()); e.lives {
		case ownBusiness:
			r.Business = year
		case establishing:
			r.Foreign = year
		default:
			r.Employment = max(0, year-money.Kronor(e.travel))
		}
		h.out.Assessed = append(h.out.Assessed, r)
	}
	for _, x := range h.wealthy {
		r := assessedcsv.Record{Household: id, Person: x.person, Role: assessedcsv.Child, DecidedOn: calendar.None, Capital: money.Kronor(x.capital), Wealth: money.Kronor(x.wealth)}
		if x.alternating {
			r.Role = assessedcsv.Alternating
		}
		h.out.Assessed = append(h.out.Assessed, r)
	}
}

// taxOn draws when a final tax was decided: most in June, the others in August and September.
func (h *housingMaker) taxOn() calendar.Date {
	switch k := h.c.below(100); {
	case k < 62:
		return calendar.New(HousingYear+1, 6, 4).AddDays(h.c.below(9))
	case k < 92:
		return calendar.New(HousingYear+1, 8, 6).AddDays(h.c.below(9))
	}
	return HousingAssessed.AddDays(-h.c.below(8))
}

// knownMonths makes what became known of an adult's months. A surplus of business is not known
// by the month; a benefit of the agency's own is when it is paid, and wages are when they have
// been declared for another reason, or told.
func (h *housingMaker) knownMonths(id []byte, who int) {
	e, c := &h.adults[who], &h.c
	if !e.known || e.lives == ownBusiness {
		return
	}
	tells := c.often(150)
	for i := 1; i <= 12; i++ {
		r := incomecsv.Record{Household: id, Person: h.persons[who], Month: month(HousingYear, time.Month(i)), Amount: money.Kronor(e.income[i]), Source: incomecsv.Declared}
		next := r.Month.AddMonths(1)
		switch r.KnownOn = next.AddDays(13 + c.below(4)); {
		case e.lives == pensions || e.lives == benefits:
			r.Source, r.KnownOn = incomecsv.Own, next.AddDays(-3)
		case tells:
			r.Source, r.KnownOn = incomecsv.Told, next.AddDays(2+c.below(14))
		}
		if c.often(25) {
			r.KnownOn = r.KnownOn.AddMonths(1) // late
		}
		h.out.Known = append(h.out.Known, r)
	}
}
