package demo

import (
	"cmp"
	"slices"

	"balans/law/calendar"
	"balans/recover/claim"
)

// draft is one claim before it has a life: all that must be decided across
// claims so that the totals come out. Amounts are whole kronor.
type draft struct {
	number     uint32 // tells its chances apart
	path       uint8
	benefit    uint8 // place in the authority's mix; not for settlements
	settlement bool
	interrupts bool // limitation is interrupted before the end of 2023
	lapses     bool // becomes time barred in March 2025
	measures   [3]standing
	decided    calendar.Date
	weight     int32 // of its principal in the group's
	principal  int32
	left       [3]int32 // outstanding at the end of each report day
	referred   int32    // outstanding when handed over
	debtor     int32    // place among the people
	joint      int32    // of a second debtor, who owes the whole too; -1 none
}

// The two uses of chance that belong to a draft.
const (
	forDraft uint64 = iota << 40
	forLife
	forPath
	forPerson
	forMore // what surrounds a life
	forFate // of a person
	forPrevention
	forHousing
)

// makeDrafts makes every claim of every group.
func makeDrafts(seed uint64, scale Scale) []draft {
	counts := scale.counts()
	total := int64(0)
	for _, n := range counts {
		total += n
	}
	drafts := make([]draft, 0, total)
	months := planMonths(counts)
	for i := range paths {
		first := len(drafts)
		for _, m := range months[i] {
			for range m.claims {
				drafts = append(drafts, makeDraft(seed, uint32(len(drafts)), i, m, scale.rarity()))
			}
		}
		c := chanceOf(seed, forPath+uint64(i))
		spreadMoney(&c, drafts[first:], &paths[i])
	}
	return drafts
}

// makeDraft gives a claim of the group its decision day, benefit and measures.
func makeDraft(seed uint64, number uint32, group int, m monthPlan, rarity int) draft {
	p := &paths[group]
	c := chanceOf(seed, forDraft+uint64(number))
	d := draft{number: number, path: uint8(group), joint: -1}
	d.settlement = p.authority == claim.FK && c.often(p.settlementShare(m))
	d.decided = decisionDay(&c, m.first, m.period, d.settlement)
	size := int32(settlementSize)
	if !d.settlement {
		d.benefit = pickBenefit(&c, p.authority, d.decided.Year())
		size = mixes[p.authority][d.benefit].size
	}
	d.weight = c.size() * size / 10
	d.measures = standings(&c, p.stands, d.decided, rarity)
	if claim.RegimeOn(d.decided) == claim.Old {
		d.lapses = mayLapse(p.stands, d.decided) && c.often(600)
		d.interrupts = !d.lapses && mustInterrupt(p.stands, d.decided, d.measures[0])
	}
	return d
}

// settlementShare is how many of 1000 claims of the group in the month come
// from the reconciliation. Its claims are small, so groups of large claims have
// fewer of them.
func (p *path) settlementShare(m monthPlan) int {
	share := 1000 * m.settlement / max(1, m.settlement+m.other)
	switch average := p.decided / p.claims; {
	case average < 12_000:
		share = share * 112 / 100
	case average > 26_000:
		share = share * 60 / 100
	case average > 18_000:
		share = share * 85 / 100
	}
	return int(min(share, 990))
}

// monthPlan is how many claims of a group are decided in one month.
type monthPlan struct {
	monthCount
	first  calendar.Date // of the month
	period               // decision days allowed
	claims int64
}

// planMonths spreads every group's claims over months. The groups of a cohort of
// Försäkringskassan from September 2022 share out the cohort's monthly counts;
// all others follow the months' weights.
func planMonths(counts []int64) (plans [len(paths)][]monthPlan) {
	for i := range paths {
		p := &paths[i]
		if p.cohort == older {
			split := running{total: counts[i], whole: 1000}
			for _, s := range olderPeriods(p.stands) {
				n := split.part(int64(s.permille))
				plans[i] = append(plans[i], spreadMonths(p.cohort, s.period, n, olderMonths[:])...)
			}
		} else if p.authority == claim.PM {
			plans[i] = spreadMonths(p.cohort, newPeriod(p.cohort, p.stands), counts[i], onlyOther(p.cohort.months()))
		}
	}
	for c := autumn22; c < cohorts; c++ {
		shareMonths(c, counts, &plans)
	}
	return plans
}

// shareMonths shares out a cohort's months. Groups with the shortest period
// choose first, and the largest takes what is left.
func shareMonths(c cohort, counts []int64, plans *[len(paths)][]monthPlan) {
	var order []int
	claims := int64(0)
	for i := range paths {
		if paths[i].cohort == c && paths[i].authority == claim.FK {
			order = append(order, i)
			claims += counts[i]
		}
	}
	length := func(i int) int32 { p := newPeriod(c, paths[i].stands); return int32(p.to - p.from) }
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(length(a), length(b)), cmp.Compare(counts[a], counts[b]))
	})
	left := scaleMonths(c.months(), claims)
	for k, i := range order {
		p := newPeriod(c, paths[i].stands)
		plans[i] = spreadMonths(c, p, counts[i], left)
		if k == len(order)-1 {
			for j := range left {
				plans[i][j].claims = left[j].settlement + left[j].other
			}
		}
		for j, m := range c.months() {
			plan := &plans[i][j]
			taken := plan.claims
			plan.monthCount = m // the share of settlements is the month's own
			fromSettlement := taken * left[j].settlement / max(1, left[j].settlement+left[j].other)
			left[j].settlement -= fromSettlement
			left[j].other -= taken - fromSettlement
		}
	}
}

// scaleMonths makes the months add up to the claims of a smaller agency.
func scaleMonths(months []monthCount, claims int64) []monthCount {
	weights := make([]int64, 0, 2*len(months))
	for _, m := range months {
		weights = append(weights, m.settlement, m.other)
	}
	parts := portion(claims, weights)
	scaled := make([]monthCount, len(months))
	for i := range scaled {
		scaled[i] = monthCount{parts[2*i], parts[2*i+1]}
	}
	return scaled
}

func onlyOther(months []monthCount) []monthCount {
	out := slices.Clone(months)
	for i := range out {
		out[i].settlement = 0
	}
	return out
}

// spreadMonths spreads n claims over the months of a cohort in proportion to
// what the months have left, as far as the period covers them.
func spreadMonths(c cohort, p period, n int64, months []monthCount) []monthPlan {
	plans := make([]monthPlan, len(months))
	weights := make([]int64, len(months))
	for j, m := range months {
		first := cohortStart[c].AddMonths(j)
		plans[j] = monthPlan{monthCount: m, first: first, period: p}
		from, to := max(first, p.from), min(first.EndOfMonth(), p.to)
		if covered := int64(to-from) + 1; covered > 0 {
			// A month with nothing left still has a little weight, for small agencies.
			weights[j] = max(1, (m.settlement+m.other)*covered*1000/int64(first.EndOfMonth()-first+1))
		}
	}
	for j, k := range portion(n, weights) {
		plans[j].claims = k
	}
	return plans
}
