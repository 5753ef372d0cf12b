package housing

import (
	"fmt"
	"sync"

	"balans/law/calendar"
	"balans/law/money"
	"balans/law/statute"
)

// Rules is the law that allowances are computed by. It may be used by many at once.
type Rules struct {
	law    *statute.Parameters
	mu     sync.Mutex
	scales map[calendar.Date]*Scale // by first day of a month
	known  []*Scale                 // each that differs from the others
}

// New is the rules with a set of parameters.
func New(law *statute.Parameters) *Rules {
	return &Rules{law: law, scales: map[calendar.Date]*Scale{}}
}

// Law is the set of parameters.
func (r *Rules) Law() *statute.Parameters { return r.law }

// Scale is the law of a month, resolved to numbers. Two months with the same law have the same
// scale, also as a pointer.
type Scale struct {
	floor                 money.Amount
	caps                  [4]money.Amount // by children that count, from 1
	share                 int64
	areas                 [6]int16 // by children, from 1
	areaCosts             [6]money.Amount
	home, turns, access   [4]money.Amount
	mixed11, mixed21      money.Amount
	mixed12, beside       money.Amount
	accessArea            int16
	accessRooms           int8
	most                  uint8
	incomeSingle          money.Amount
	incomeSpouse          money.Amount
	reduction             int64
	least                 money.Amount // a year
	rounding              money.Amount
	youngFloor, youngKnee money.Amount
	youngCap              money.Amount
	youngLow, youngHigh   int64
	youngSingle           money.Amount
	youngSpouses          money.Amount
	youngDivisor          int64
	youngArea             int16
	cut                   bool // of a cost above the area limit
	supplement            int64
	supplementMost        money.Amount // 0: not known, and then no limit
}

// Scale is the law of the month a day lies in. The error is a *statute.MissingError when a
// parameter is not known for it.
func (r *Rules) Scale(month calendar.Date) (*Scale, error) {
	month = month.FirstOfMonth()
	r.mu.Lock()
	defer r.mu.Unlock()
	if s := r.scales[month]; s != nil {
		return s, nil
	}
	s, err := r.resolve(month)
	if err != nil {
		return nil, err
	}
	for _, k := range r.known {
		if *k == *s {
			r.scales[month] = k
			return k, nil
		}
	}
	r.known = append(r.known, s)
	r.scales[month] = s
	return s, nil
}

// reader reads parameters of a day and keeps the first error.
type reader struct {
	law *statute.Parameters
	on  calendar.Date
	err error
}

func (r *reader) number(name string) int64 {
	v, err := r.law.Value(name, r.on)
	if err != nil && r.err == nil {
		r.err = err
	}
	return v.Int64
}

func (r *reader) amount(name string) money.Amount { return money.Amount(r.number(name)) }

func (r *Rules) resolve(month calendar.Date) (*Scale, error) {
	p := &reader{law: r.law, on: month}
	s := &Scale{
		floor:      p.amount(statute.HousingCostFloor),
		caps:       [4]money.Amount{1: p.amount(statute.HousingCostCap1), 2: p.amount(statute.HousingCostCap2), 3: p.amount(statute.HousingCostCap3)},
		share:      p.number(statute.HousingCostShare),
		home:       [4]money.Amount{1: p.amount(statute.HousingHome1), 2: p.amount(statute.HousingHome2), 3: p.amount(statute.HousingHome3)},
		turns:      [4]money.Amount{1: p.amount(statute.HousingAlternating1), 2: p.amount(statute.HousingAlternating2), 3: p.amount(statute.HousingAlternating3)},
		access:     [4]money.Amount{1: p.amount(statute.HousingAccess1), 2: p.amount(statute.HousingAccess2), 3: p.amount(statute.HousingAccess3)},
		mixed11:    p.amount(statute.HousingMixed11),
		mixed21:    p.amount(statute.HousingMixed21),
		mixed12:    p.amount(statute.HousingMixed12),
		beside:     p.amount(statute.HousingAccessBeside),
		accessArea: int16(p.number(statute.HousingAccessArea)), accessRooms: int8(p.number(statute.HousingAccessRooms)),
		most:         uint8(p.number(statute.HousingChildrenMost)),
		incomeSingle: p.amount(statute.HousingIncomeSingle), incomeSpouse: p.amount(statute.HousingIncomeSpouse),
		reduction: p.number(statute.HousingReductionShare),
		least:     p.amount(statute.HousingYearMinimum), rounding: p.amount(statute.HousingRounding),
		youngFloor: p.amount(statute.HousingYoungFloor), youngKnee: p.amount(statute.HousingYoungKnee), youngCap: p.amount(statute.HousingYoungCap),
		youngLow: p.number(statute.HousingYoungShareLow), youngHigh: p.number(statute.HousingYoungShareHigh),
		youngSingle: p.amount(statute.HousingYoungIncomeSingle), youngSpouses: p.amount(statute.HousingYoungIncomeSpouses),
		youngDivisor: p.number(statute.HousingYoungDivisor), youngArea: int16(p.number(statute.HousingYoungArea)),
		cut: p.number(statute.HousingReadArea) == 1, supplement: p.number(statute.HousingSupplementShare),
	}
	areas := [...]string{statute.HousingArea1, statute.HousingArea2, statute.HousingArea3, statute.HousingArea4, statute.HousingArea5}
	costs := [...]string{statute.HousingAreaCost1, statute.HousingAreaCost2, statute.HousingAreaCost3, statute.HousingAreaCost4, statute.HousingAreaCost5}
	for i := range areas {
		s.areas[i+1], s.areaCosts[i+1] = int16(p.number(areas[i])), p.amount(costs[i])
	}
	if p.err != nil {
		return nil, p.err
	}
	if v, err := r.law.Value(statute.HousingSupplementMax, month); err == nil {
		s.supplementMost = money.Amount(v.Int64)
	}
	if (perOre/12)%s.youngDivisor != 0 {
		return nil, &InputError{statute.HousingYoungDivisor, fmt.Sprintf("a %d:th of an öre is no whole number of what is counted in", s.youngDivisor), "SFB 97:24"}
	}
	return s, nil
}

// Parameters are the names of those an allowance rests on, as Scale reads them.
func Parameters() []string {
	return []string{statute.HousingCostFloor, statute.HousingCostCap1, statute.HousingCostCap2, statute.HousingCostCap3, statute.HousingCostShare,
		statute.HousingArea1, statute.HousingArea2, statute.HousingArea3, statute.HousingArea4, statute.HousingArea5,
		statute.HousingAreaCost1, statute.HousingAreaCost2, statute.HousingAreaCost3, statute.HousingAreaCost4, statute.HousingAreaCost5,
		statute.HousingHome1, statute.HousingHome2, statute.HousingHome3, statute.HousingAlternating1, statute.HousingAlternating2, statute.HousingAlternating3,
		statute.HousingMixed11, statute.HousingMixed21, statute.HousingMixed12, statute.HousingAccess1, statute.HousingAccess2, statute.HousingAccess3,
		statute.HousingAccessBeside, statute.HousingAccessArea, statute.HousingAccessRooms, statute.HousingChildrenMost,
		statute.HousingIncomeSingle, statute.HousingIncomeSpouse, statute.HousingReductionShare, statute.HousingYearMinimum, statute.HousingRounding,
		statute.HousingYoungFloor, statute.HousingYoungKnee, statute.HousingYoungCap, statute.HousingYoungShareLow, statute.HousingYoungShareHigh,
		statute.HousingYoungIncomeSingle, statute.HousingYoungIncomeSpouses, statute.HousingYoungDivisor, statute.HousingYoungArea,
		statute.HousingReadArea, statute.HousingSupplementShare}
}

// ReductionShare is the share of the income above the limit that a family's allowance is
// reduced by, millionths (SFB 97:15).
func (s *Scale) ReductionShare() int64 { return s.reduction }

// YoungDivisor is what the income of the young above the limit is divided by (SFB 97:24).
func (s *Scale) YoungDivisor() int64 { return s.youngDivisor }

// Least is the least allowance of a year that is given, öre (SFB 97:16, 97:25).
func (s *Scale) Least() money.Amount { return s.least }
