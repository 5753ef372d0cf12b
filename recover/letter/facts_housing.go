package letter

import (
	"balans/law/calendar"
	"balans/law/money"
)

// Housing is the decision on the final housing allowance of a year (slutligt bostadsbidrag, SFB
// 98:5–6), to the applicant. Its subject has the first and the last day of its months, the
// settlement's number as case and, where something is claimed, the claim's. The program makes
// it (FL 28), on figures that the person has from Skatteverket.
//
// Outcome, Amount and Charge are what is done now. After an earlier decision that is what
// remains of the year's whole when what was decided before is taken away (SFB 98:9).
type Housing struct {
	Subject
	Year    int             `json:"year"`
	Young   bool            `json:"young,omitempty"` // all months are by the rules of the young without children (SFB 97:24–28)
	Incomes []HousingIncome `json:"incomes"`         // the applicant's first, then the spouse's if it counts in any month
	// SharePpm is the share of what is above the limit of income that a family's allowance of a
	// year is reduced by, millionths (SFB 97:15). The young have DividedBy in its place: 3 is a
	// third (SFB 97:24). A year that has months of both has both.
	SharePpm  int64           `json:"share_ppm,omitempty"`
	DividedBy int             `json:"divided_by,omitempty"`
	Months    []HousingMonths `json:"months"`
	// Minimum is the least allowance of twelve such months that is given (SFB 97:16, 97:25).
	Minimum money.Amount `json:"minimum"`

	Paid       money.Amount `json:"paid"`       // of the year, öre
	Final      money.Amount `json:"final"`      // of the year, from the unrounded months, to whole öre
	Difference money.Amount `json:"difference"` // Final less Paid
	// Supplement is what was paid beside of the temporary supplement (tillfälligt
	// tilläggsbidrag); it is in neither Paid nor Final.
	Supplement money.Amount   `json:"supplement,omitempty"`
	Limit      money.Amount   `json:"limit"` // a difference below it is neither paid nor claimed (SFB 98:6)
	Outcome    HousingOutcome `json:"outcome"`
	Amount     money.Amount   `json:"amount,omitempty"` // whole kronor: a claim rounded down, a pay-out up
	// Charge is the charge on a claim or the supplement of a pay-out (SFB 98:7), beside Amount.
	// ChargeUnknown: it is not computed, because what it is computed by is not laid down.
	Charge        money.Amount   `json:"charge,omitempty"`
	ChargeUnknown bool           `json:"charge_unknown,omitempty"`
	Change        *HousingChange `json:"change,omitempty"` // nil in the first decision of a year
	Until         calendar.Date  `json:"until"`            // last day that a changed tax decision gives a new one (SFB 98:9)

	DecidedOn    calendar.Date `json:"decided_on"`
	DueOn        calendar.Date `json:"due_on"` // of a claim; None otherwise, and Pay is empty
	Pay          PayTo         `json:"pay"`
	LateInterest bool          `json:"late_interest,omitempty"` // what is paid late bears interest (SFB 108:19)
	PaidOn       calendar.Date `json:"paid_on"`                 // of a pay-out; None: no account is known
	ReviewMonths int           `json:"review_months"`           // as in Decision
	// ReportDays is how soon a change is to be told, in days (parameter housing_report_days,
	// SFB 110:47).
	ReportDays int `json:"report_days"`
}

// HousingOutcome is what a settlement of housing allowance comes to.
type HousingOutcome string

// The outcomes of a settlement.
const (
	HousingClaim  HousingOutcome = "claim"
	HousingPayout HousingOutcome = "payout"
	HousingNone   HousingOutcome = "none"
)

// Whose an income is.
const (
	HousingSelf   = "self"
	HousingSpouse = "spouse" // also who lives with the applicant as one (SFB 95:6)
)

// HousingIncome is the income of a calendar year that counts (bidragsgrundande inkomst, SFB 97:2).
type HousingIncome struct {
	Who        string        `json:"who"`
	Stated     money.Amount  `json:"stated"`   // what the preliminary allowance was last computed by
	Assessed   money.Amount  `json:"assessed"` // what it became
	AssessedOn calendar.Date `json:"assessed_on"`
	// Parts are what Assessed is made up of; all 0 when they are not stated.
	Parts HousingParts `json:"parts,omitzero"`
}

// HousingParts are the parts of an income that counts, öre a year (SFB 97:2).
type HousingParts struct {
	Employment   money.Amount `json:"employment,omitempty"`
	Business     money.Amount `json:"business,omitempty"`
	Capital      money.Amount `json:"capital,omitempty"`
	Wealth       money.Amount `json:"wealth,omitempty"` // the addition for wealth
	ChildCapital money.Amount `json:"child_capital,omitempty"`
	Study        money.Amount `json:"study,omitempty"`
	Scholarship  money.Amount `json:"scholarship,omitempty"`
	Foreign      money.Amount `json:"foreign,omitempty"` // foreign, exempt by treaty, SINK, establishment benefit
}

// Sum is the parts together.
func (p *HousingParts) Sum() money.Amount {
	return p.Employment + p.Business + p.Capital + p.Wealth + p.ChildCapital + p.Study + p.Scholarship + p.Foreign
}

// HousingMonths is unbroken months of the year that are alike. Amounts are of one month; those
// that are no whole öre are rounded to the nearest.
type HousingMonths struct {
	From  calendar.Date `json:"from"` // the first day of the first
	To    calendar.Date `json:"to"`   // the last day of the last
	Count int           `json:"count"`
	Young bool          `json:"young,omitempty"` // in a year of both kinds: by the rules of the young
	// Spouses: the spouse's income counts. IncomeLimit is the income of a year above which the
	// allowance is reduced: in a family each adult's own, of the young both together.
	Spouses     bool         `json:"spouses,omitempty"`
	IncomeLimit money.Amount `json:"income_limit"`
	Cost        money.Amount `json:"cost"`      // of the dwelling, as it was considered
	Housing     money.Amount `json:"housing"`   // bidrag till kostnader för bostad
	Children    money.Amount `json:"children"`  // särskilt bidrag and umgängesbidrag
	Reduction   money.Amount `json:"reduction"` // by the income
	Final       money.Amount `json:"final"`
	Paid        money.Amount `json:"paid"`
	// BelowMinimum: twelve such months would give less than the minimum, so they give nothing.
	BelowMinimum bool `json:"below_minimum,omitempty"`
}

// HousingChange is what had been decided of the year when a tax or study decision was changed.
type HousingChange struct {
	DecidedOn calendar.Date `json:"decided_on"` // the last decision before
	Final     money.Amount  `json:"final"`
	// Outcome and Amount are what the decisions before had come to together.
	Outcome HousingOutcome `json:"outcome"`
	Amount  money.Amount   `json:"amount,omitempty"`
}

// signed is an outcome as money to the person: below zero what is claimed.
func (o HousingOutcome) signed(a money.Amount) money.Amount {
	switch o {
	case HousingClaim:
		return -a
	case HousingPayout:
		return a
	}
	return 0
}

// before is what the year had come to before; 0 in the first decision.
func (h *Housing) before() money.Amount {
	if h.Change == nil {
		return 0
	}
	return h.Change.Outcome.signed(h.Change.Amount)
}

// whole is what the year comes to with this decision.
func (h *Housing) whole() money.Amount { return h.before() + h.Outcome.signed(h.Amount) }

// income is the assessed income of somebody; 0 for a spouse there is not.
func (h *Housing) income(who string) money.Amount {
	for i := range h.Incomes {
		if h.Incomes[i].Who == who {
			return h.Incomes[i].Assessed
		}
	}
	return 0
}

// above is how much the incomes that count in months lie above their limit, öre a year: of each
// adult in a family, and of the young together in the first.
func (h *Housing) above(m *HousingMonths) (over [2]money.Amount) {
	return h.aboveOf(m, h.income(HousingSelf), h.income(HousingSpouse))
}

// incomeMatters says whether the incomes as assessed reduce the allowance of some month otherwise
// than as stated.
func (h *Housing) incomeMatters() bool {
	var stated [2]money.Amount
	for i := range h.Incomes {
		stated[i] = h.Incomes[i].Stated
	}
	for i := range h.Months {
		if m := &h.Months[i]; h.above(m) != h.aboveOf(m, stated[0], stated[1]) {
			return true
		}
	}
	return false
}

func (h *Housing) aboveOf(m *HousingMonths, self, spouse money.Amount) (over [2]money.Amount) {
	if !m.Spouses {
		spouse = 0
	}
	if h.young(m) {
		return [2]money.Amount{max(0, self+spouse-m.IncomeLimit), 0}
	}
	if m.Spouses {
		over[1] = max(0, spouse-m.IncomeLimit)
	}
	over[0] = max(0, self-m.IncomeLimit)
	return over
}

// young says whether months are by the rules of the young.
func (h *Housing) young(m *HousingMonths) bool { return h.Young || m.Young }

// forms are which rules the months of the year are by.
func (h *Housing) forms() (family, young bool) {
	for i := range h.Months {
		if h.young(&h.Months[i]) {
			young = true
		} else {
			family = true
		}
	}
	return family, young
}

// reduced is what an income above the limit of some months takes from the allowance of a
// month when by is 12, and of a year when it is 1; to the nearest öre.
func (h *Housing) reduced(m *HousingMonths, over money.Amount, by int64) (money.Amount, error) {
	if h.young(m) {
		return money.MulDiv(over, 1, int64(h.DividedBy)*by, money.HalfUp)
	}
	return money.MulDiv(over, h.SharePpm, 1_000_000*by, money.HalfUp)
}
