package recheck

import (
	"fmt"

	"balans/journal/parameter"
	"balans/law/calendar"
	"balans/law/statute"
)

// law is what the parameters say of the money of claims, as known at the end.
type law struct {
	// By day from firstDay: what an öre bears that day, in parts of perOre; 0
	// where no rate is known.
	late, plan, maintenance []uint64
	dueDays, demandDays     []statute.Value
	bearsFrom               calendar.Date // claims decided earlier bear none
	order                   [5]part       // what a payment covers first
	roundsDown              bool
}

// perOre is how many parts of an öre a day's interest is counted in, so that
// both a 365th and a 366th of a millionth of an öre are whole.
const perOre = 365 * 366 * 1_000_000

var (
	firstDay = calendar.New(1900, 1, 1)
	lastDay  = calendar.New(2079, 6, 6) // the last day the columns can hold; every event has happened by then
)

// lawOf prepares the parameters of the program with what the agency has set.
func lawOf(settings []parameter.Setting) (*law, error) {
	base, err := statute.Load()
	if err != nil {
		return nil, err
	}
	book, err := parameter.NewBook(base, settings)
	if err != nil {
		return nil, err
	}
	known := map[string][]statute.Value{}
	for _, name := range []string{statute.ReferenceRate, statute.LateInterestSupplement, statute.StateLendingRate, statute.PlanInterestSupplement,
		statute.MaintenanceDebtRate, statute.DueDays, statute.DemandDueDays, statute.InterestClaimsFrom, statute.InterestDayCount,
		statute.InterestRounding, statute.AllocationOrder} {
		if known[name], err = book.At(calendar.EndOfDay(lastDay)).All(name); err != nil {
			return nil, err
		}
	}
	last := func(name string) (v int64) {
		for _, x := range known[name] {
			v = x.Int64
		}
		return v
	}
	byYear := last(statute.InterestDayCount) == 2
	l := &law{dueDays: known[statute.DueDays], demandDays: known[statute.DemandDueDays], bearsFrom: calendar.Date(last(statute.InterestClaimsFrom)),
		roundsDown: last(statute.InterestRounding) == 2}
	l.late = days(byYear, known[statute.ReferenceRate], known[statute.LateInterestSupplement])
	l.plan = days(byYear, known[statute.StateLendingRate], known[statute.PlanInterestSupplement])
	l.maintenance = days(byYear, known[statute.MaintenanceDebtRate])
	parts := map[rune]part{'1': ofCost, '2': ofFee, '3': ofInterest, '4': ofCharge, '5': ofPrincipal}
	order := fmt.Sprint(last(statute.AllocationOrder))
	if len(order) != len(l.order) {
		return nil, fmt.Errorf("allocation_order is %s; it has five digits", order)
	}
	for i, digit := range order {
		l.order[i] = parts[digit]
	}
	return l, nil
}

// days adds up rates day by day. A day on which one of them is not known has none.
func days(byYear bool, rates ...[]statute.Value) []uint64 {
	ppm, known := make([]int64, lastDay-firstDay+1), make([]int, lastDay-firstDay+1)
	for _, values := range rates {
		for _, v := range values {
			to := lastDay
			if v.To != calendar.None {
				to = min(to, v.To)
			}
			for d := max(v.From, firstDay); d <= to; d++ {
				ppm[d-firstDay] += v.Int64
				known[d-firstDay]++
			}
		}
	}
	table := make([]uint64, len(ppm))
	for i := range table {
		if known[i] < len(rates) || ppm[i] < 0 {
			continue
		}
		yearDays := 366 // perOre over a year of 365 days
		if d := firstDay + calendar.Date(i); byYear && d.FirstOfYear().AddYears(1)-d.FirstOfYear() == 366 {
			yearDays = 365
		}
		table[i] = uint64(ppm[i]) * uint64(yearDays)
	}
	return table
}

// inForce is the value on the day, before the first the first.
func inForce(values []statute.Value, on calendar.Date) int {
	v := 0
	for i, x := range values {
		if i == 0 || x.From <= on {
			v = int(x.Int64)
		}
	}
	return v
}

// grounds says by which rules a claim bears interest, by its legal ground.
var grounds = map[string]string{
	"ordinary": "late", "bad_faith": "late", "survivors": "late", "pension_right": "late", "premium_pension": "late",
	"maintenance_support": "late", "sickness_settlement": "late", "housing_settlement": "late", "housing": "late",
	"assistance_representative": "late",
	"provisional":               "none", "dental_provider": "none",
	"mistaken_payment": "from a demand",
	"maintenance_debt": "maintenance",
	"labour_market":    "unknown",
}

// groundOf is the ground of a decision that states none.
func groundOf(benefit, origin string) string {
	switch {
	case benefit == "bostadsbidrag" && origin == "settlement":
		return "housing_settlement"
	case benefit == "bostadsbidrag":
		return "housing"
	case benefit == "underhallsstod":
		return "maintenance_support"
	case benefit == "tandvardsstod":
		return "dental_provider"
	}
	return "ordinary"
}
