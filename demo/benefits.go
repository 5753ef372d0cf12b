package demo

import (
	"fmt"

	"balans/prevent/benefit"
	"balans/recover/claim"
)

// benefitMix is one benefit among the claims that are not from the
// reconciliation of housing allowance. The proportions are invented.
type benefitMix struct {
	code     string
	weight   int32 // how common
	size     int32 // typical amount, 10 = that of manual housing-allowance claims
	from, to int   // years of decisions; 0 = open
	elderly  bool  // debtors are pensioners
}

var mixes = [2][]benefitMix{
	claim.FK: {
		{code: "bostadsbidrag", weight: 45, size: 10},
		{code: "tillfallig-foraldrapenning", weight: 190, size: 5},
		{code: "foraldrapenning", weight: 170, size: 9},
		{code: "sjukpenning", weight: 130, size: 16},
		{code: "underhallsstod", weight: 110, size: 10},
		{code: "aktivitetsstod", weight: 75, size: 10},
		{code: "bostadstillagg", weight: 45, size: 12},
		{code: "sjukersattning", weight: 40, size: 24},
		{code: "barnbidrag", weight: 40, size: 6},
		{code: "aktivitetsersattning", weight: 35, size: 22},
		{code: "omvardnadsbidrag", weight: 30, size: 18, from: 2019},
		{code: "vardbidrag", weight: 24, size: 18, to: 2020},
		{code: "etableringsersattning", weight: 20, size: 8, from: 2011},
		{code: "assistansersattning", weight: 14, size: 90},
		{code: "merkostnadsersattning", weight: 12, size: 12, from: 2019},
		{code: "handikappersattning", weight: 12, size: 12, to: 2020},
		{code: "karensersattning", weight: 12, size: 3, from: 2021, to: 2022},
		{code: "flerbarnstillagg", weight: 8, size: 4},
		{code: "graviditetspenning", weight: 6, size: 8},
		{code: "rehabiliteringspenning", weight: 6, size: 14},
		{code: "utvecklingsersattning", weight: 6, size: 4},
		{code: "narstaendepenning", weight: 5, size: 6},
		{code: "arbetsskadelivranta", weight: 5, size: 24},
		{code: "bilstod", weight: 1, size: 30},
	},
	claim.PM: {
		{code: "bostadstillagg-pensionar", weight: 35, size: 12, elderly: true},
		{code: "garantipension", weight: 25, size: 14, elderly: true},
		{code: "inkomstpension", weight: 15, size: 14, elderly: true},
		{code: "aldreforsorjningsstod", weight: 8, size: 16, elderly: true},
		{code: "efterlevandestod", weight: 6, size: 10, from: 2018},
		{code: "omstallningspension", weight: 6, size: 14},
		{code: "inkomstpensionstillagg", weight: 5, size: 4, from: 2021, elderly: true},
		{code: "ankepension", weight: 4, size: 12, elderly: true},
		{code: "tillaggspension", weight: 4, size: 10, elderly: true},
	},
}

// settlementSize is the typical amount of a reconciliation claim, on the scale
// of benefitMix.size.
const settlementSize = 5

// isDecidedIn says whether the benefit has claims decided in the year.
func (m *benefitMix) isDecidedIn(year int) bool {
	return (m.from == 0 || year >= m.from) && (m.to == 0 || year <= m.to)
}

// pickBenefit picks a benefit of the authority's mix for the year of decision.
func pickBenefit(c *chance, a claim.Authority, year int) uint8 {
	mix := mixes[a]
	total := int32(0)
	for i := range mix {
		total += mix[i].weight
	}
	for {
		w := int32(c.below(int(total)))
		i := 0
		for w >= mix[i].weight {
			w -= mix[i].weight
			i++
		}
		if mix[i].isDecidedIn(year) {
			return uint8(i)
		}
	}
}

// readBenefits finds the codes of both mixes in the catalogue.
func readBenefits() (codes [2][]benefit.Code, err error) {
	for a, mix := range mixes {
		for _, m := range mix {
			c, ok := benefit.Parse(m.code)
			if !ok {
				return codes, fmt.Errorf("demo: there is no benefit %q in the catalogue", m.code)
			}
			codes[a] = append(codes[a], c)
		}
	}
	return codes, nil
}
