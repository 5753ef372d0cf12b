package housing

import (
	"balans/law/money"
)

// Why is why a month gives nothing, or Given when it gives something.
type Why uint8

// The reasons.
const (
	Given        Why = iota
	ReducedAway      // the reduction takes it all
	BelowMinimum     // what is left is less than the least amount a year (SFB 97:16, 97:25)
)

// Month is an allowance of a month: the amount and every number on the way to it.
type Month struct {
	Scale *Scale
	Household
	Base [2]money.Amount // income that counts, öre a year, of the applicant and the spouse

	AccessRefused bool // the dwelling is too small for an access grant (SFB 96:6)
	Children      [3]uint8
	AreaLimit     int16 // square metres; 0 when the area changes nothing
	AreaRaised    bool  // the cost was cut below what always counts (SFB 97:21)
	Considered    money.Amount
	Cap           money.Amount
	Housing       Exact        // grant to the cost of the dwelling
	Special       money.Amount // for children at home and alternating
	Access        money.Amount
	IncomeLimit   money.Amount // öre a year; of each spouse in a family
	Reduction     [2]Exact     // a month
	Before        Exact        // less the reduction, before the least amount is tried
	Amount        Exact        // the allowance, unrounded
	Why           Why
}

// Month computes a month of a household that Check lets through, with incomes from zero to
// mostAmount. What it finds is left in m; nothing is allocated.
func (s *Scale) Month(h *Household, base [2]money.Amount, m *Month) {
	*m = Month{Scale: s, Household: *h, Base: base}
	if h.Form == Young {
		s.young(m)
	} else {
		s.family(m)
	}
	m.Before = m.Housing + Of(m.Special) + Of(m.Access) - m.Reduction[0] - m.Reduction[1]
	switch {
	case m.Before <= 0:
		m.Why = ReducedAway
	case 12*m.Before < Of(s.least):
		m.Why = BelowMinimum
	default:
		m.Amount = m.Before
	}
}

func (s *Scale) family(m *Month) {
	access := m.Household.Access
	if access > 0 && (m.Area < s.accessArea || m.Rooms != RoomsUnstated && m.Rooms < s.accessRooms) {
		access, m.AccessRefused = 0, true
	}
	home := min(m.Home, s.most)
	turns := min(m.Alternating, s.most-home)
	m.Children = [3]uint8{home, turns, min(access, s.most-home-turns)}
	if all := m.Home + m.Alternating + access; all > 0 {
		s.dwelling(m, s.areas[min(all, 5)], s.areaCosts[min(all, 5)])
		m.Cap = max(s.caps[min(all, s.most)], m.AcceptedCost)
		m.Housing = share(max(0, min(m.Considered, m.Cap)-s.floor), s.share)
	}
	m.Special, m.Access = s.children(m.Children)
	m.IncomeLimit = s.incomeSingle
	if m.Spouses {
		m.IncomeLimit = s.incomeSpouse
		m.Reduction[1] = twelfth(max(0, m.Base[1]-m.IncomeLimit), s.reduction)
	}
	m.Reduction[0] = twelfth(max(0, m.Base[0]-m.IncomeLimit), s.reduction)
}

// dwelling is the cost that counts of a dwelling (SFB 97:20–21). always is what counts
// however large it is.
func (s *Scale) dwelling(m *Month, limit int16, always money.Amount) {
	m.Considered = m.Cost
	limit = max(limit, m.AcceptedArea)
	if m.Area <= limit || !s.cut {
		return
	}
	m.AreaLimit = limit
	m.Considered = rounded(m.Cost, int64(limit), int64(m.Area))
	if least := min(m.Cost, always); m.Considered < least {
		m.Considered, m.AreaRaised = least, true
	}
}

// children is the special grant and the access grant of children that count (SFB 97:22–23).
func (s *Scale) children(n [3]uint8) (special, access money.Amount) {
	home, turns, part := n[0], n[1], n[2]
	switch {
	case home == 0:
		special = s.turns[turns]
	case turns == 0:
		special = s.home[home]
	case home == 1 && turns == 1:
		special = s.home[1] + s.mixed11
	case home == 1:
		special = s.home[1] + s.mixed12
	default:
		special = s.home[home] + s.mixed21
	}
	if home+turns == 0 {
		return special, s.access[part]
	}
	return special, s.beside * money.Amount(part)
}

// young is the allowance of households without children (SFB 97:24–28).
func (s *Scale) young(m *Month) {
	s.dwelling(m, s.youngArea, 0)
	m.Cap = max(s.youngCap, m.AcceptedCost)
	c := min(m.Considered, m.Cap)
	m.Housing = share(max(0, min(c, s.youngKnee)-s.youngFloor), s.youngLow) + share(max(0, c-s.youngKnee), s.youngHigh)
	m.IncomeLimit = s.youngSingle
	income := m.Base[0]
	if m.Spouses {
		m.IncomeLimit = s.youngSpouses
		income += m.Base[1]
	}
	m.Reduction[0] = Exact(max(0, income-m.IncomeLimit)) * Exact(perOre/12/s.youngDivisor)
}

// Preliminary is what is paid provisionally: rounded down (SFB 98:4).
func (m *Month) Preliminary() money.Amount { return m.Amount.Whole(m.Scale.rounding, money.Down) }

// Supplement is the temporary supplement on a preliminary allowance (SFB 97:23a); 0 for the
// young and in months without it.
func (m *Month) Supplement() money.Amount {
	if m.Form != Family || m.Scale.supplement == 0 {
		return 0
	}
	a := share(m.Preliminary(), m.Scale.supplement).Whole(1, money.Down)
	if most := m.Scale.supplementMost; most > 0 {
		a = min(a, most)
	}
	return a
}

// Most is the largest allowance a month can give: with no reduction and a cost at the limit,
// where nothing beyond it was accepted.
func (s *Scale) Most(h *Household) Exact {
	at := *h
	at.Cost, at.Area, at.AcceptedCost = mostCost, max(s.accessArea, 1), 0
	var m Month
	s.Month(&at, [2]money.Amount{}, &m)
	return m.Amount
}
