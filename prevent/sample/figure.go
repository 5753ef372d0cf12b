package sample

import (
	"math/big"
	"slices"

	"balans/law/money"
)

// Figure is one estimate: how much of what was paid was wrong, and between what limits.
// Amounts are öre, shares millionths of Paid.
type Figure struct {
	// Known is false when in a stratum fewer than two, and not all, are judged: there is
	// then no figure and no interval, and a note says which stratum.
	Known bool
	Paid  money.Amount // of the population
	Items int          // judged items with such an error
	Found money.Amount // wrong among those judged

	Amount, Low, High    money.Amount // Low and High are the limits of the interval, 95 %
	Ppm, LowPpm, HighPpm int64
	// HighLargest is High without counting on wrong payouts being as large as payouts at
	// large: what nobody has seen may be the largest payouts of all.
	HighLargest money.Amount

	StandardError money.Amount // rounded up
	Freedom       int64        // degrees of freedom of the variance; 0 when there is none
	Factor        int64        // Student's, millionths

	Steps []Step // how it came about, in the order of calculation
	Notes []Note // what the reader is to know about it

	exact *big.Rat // Amount before it was rounded
}

// counting gathers what a figure is made of.
type counting struct {
	Figure
	open           []*cell // not judged in full
	clean, spoilt  []*cell // open, without an error and with nothing right
	variance, bias *big.Int
	found, most    int64 // the figure cannot be below or above
}

// figure calculates the estimate over the strata.
func figure(cells []cell) Figure {
	n := &counting{variance: new(big.Int), bias: new(big.Int)}
	n.Known, n.exact = true, new(big.Rat)
	for i := range cells {
		n.take(&cells[i])
	}
	n.Paid = sumPaid(cells)
	n.Found = money.Amount(n.found)
	if !n.Known {
		n.exact = nil
		return n.Figure
	}
	n.sum()
	n.limits()
	n.notes()
	return n.Figure
}

func sumPaid(cells []cell) money.Amount {
	var paid int64
	for i := range cells {
		paid += cells[i].paid
	}
	return money.Amount(paid)
}

// take counts a stratum in.
func (n *counting) take(c *cell) {
	n.Items, n.found, n.most = n.Items+c.items, n.found+c.sumErr, n.most+c.paid-(c.sumPaid-c.sumErr)
	n.step(StepPopulation, c.name, c.population)
	n.step(StepJudged, c.name, c.counted)
	if !c.enough() {
		n.Known = false
		n.note(NoteTooFew, c.name, c.counted)
		return
	}
	own := c.estimate()
	n.exact.Add(n.exact, own)
	v := c.variance()
	n.variance.Add(n.variance, v)
	n.bias.Add(n.bias, c.bias(v))
	n.step(StepSamplePaid, c.name, c.sumPaid)
	n.step(StepSampleWrong, c.name, c.sumErr)
	n.step(StepRatio, c.name, ppm(big.NewRat(c.sumErr, c.sumPaid)))
	n.step(StepPaid, c.name, c.paid)
	n.step(StepEstimate, c.name, halfUp(own).Int64())
	n.step(StepSpread, c.name, c.spread().Int64())
	n.step(StepCorrection, c.name, ppm(big.NewRat(c.population-c.counted, c.population)))
	n.step(StepStratumError, c.name, wholeUp(rootUp(v)).Int64())
	if c.census() {
		return
	}
	n.open = append(n.open, c)
	switch c.sumErr {
	case 0:
		n.clean = append(n.clean, c)
	case c.sumPaid:
		n.spoilt = append(n.spoilt, c)
	}
}

// sum makes the total and its standard error.
func (n *counting) sum() {
	n.setAmount(halfUp(n.exact).Int64())
	n.step(StepTotal, "", int64(n.Amount))
	n.StandardError = money.Amount(wholeUp(rootUp(n.variance)).Int64())
	n.step(StepStandardError, "", int64(n.StandardError))
	var variances []*big.Int
	var sizes []int64
	for i := range n.open {
		variances, sizes = append(variances, n.open[i].variance()), append(sizes, n.open[i].counted)
	}
	n.Freedom = freedom(variances, sizes)
	n.Factor = factor(n.Freedom)
	if n.Freedom > 0 {
		n.step(StepFreedom, "", n.Freedom)
		n.step(StepFactor, "", n.Factor)
	}
}

// setAmount says what the figure is in whole öre.
func (n *Figure) setAmount(amount int64) {
	n.Amount, n.Ppm = money.Amount(amount), ppm(new(big.Rat).Quo(n.exact, big.NewRat(int64(n.Paid), 1)))
	for i := range n.Steps {
		if n.Steps[i].Sort == StepTotal {
			n.Steps[i].Value = amount
		}
	}
}

// tail is the probability, in thousandths, that a bound leaves on its side: all of
// 5 % where the other limit is certain, and otherwise half of it.
func (n *counting) tail(strata []*cell) int64 {
	if len(strata) == len(n.open) {
		return 50
	}
	return 25
}

// limits makes the interval. Its distances above and below are those of Student or of
// Korn and Graubard, whichever is longer, together with what the bounds add.
func (n *counting) limits() {
	paid := big.NewInt(int64(n.Paid))
	usual := margin(n.Factor, n.variance)
	if n.variance.Sign() > 0 {
		n.step(StepMargin, "", usual.Int64())
	}
	below, above := n.uneven(usual)
	spoilt := least(unseen(n.spoilt, meanWorth, n.tail(n.spoilt)), paid)
	clean := least(unseen(n.clean, meanWorth, n.tail(n.clean)), paid)
	largest := least(unseen(n.clean, largestWorth, n.tail(n.clean)), paid)
	if len(n.spoilt) > 0 {
		n.step(StepSpoilt, "", spoilt.Int64())
	}
	if len(n.clean) > 0 {
		n.step(StepClean, "", clean.Int64())
		n.step(StepCleanLargest, "", largest.Int64())
	}
	low := floor(n.exact)
	n.Low = money.Amount(max(low.Sub(low, together(below, spoilt)).Int64(), n.found))
	n.High, n.HighLargest = n.above(together(above, clean)), n.above(together(above, largest))
	n.LowPpm = floor(new(big.Rat).Mul(big.NewRat(int64(n.Low), int64(n.Paid)), big.NewRat(1_000_000, 1))).Int64()
	n.HighPpm = ceiling(new(big.Rat).Mul(big.NewRat(int64(n.High), int64(n.Paid)), big.NewRat(1_000_000, 1))).Int64()
	n.step(StepFloor, "", n.found)
	n.step(StepCeiling, "", n.most)
	n.step(StepLow, "", int64(n.Low))
	n.step(StepHigh, "", int64(n.High))
	n.step(StepHighLargest, "", int64(n.HighLargest))
	n.step(StepShare, "", n.Ppm)
}

// above is so far above the estimate, and not above what there can be.
func (n *counting) above(distance *big.Int) money.Amount {
	high := ceiling(n.exact)
	return money.Amount(least(high.Add(high, distance), big.NewInt(n.most)).Int64())
}

// uneven is how far below and above the estimate the limits lie before the bounds.
// Strata judged in full are left out. Where nothing or all is wrong the bounds are
// enough.
func (n *counting) uneven(usual *big.Int) (below, above *big.Int) {
	if len(n.clean) == len(n.open) || len(n.spoilt) == len(n.open) {
		return usual, usual
	}
	paid, estimate, judged := new(big.Int), new(big.Rat), int64(0)
	for _, c := range n.open {
		paid.Add(paid, big.NewInt(c.paid))
		estimate.Add(estimate, c.estimate())
		judged += c.counted
	}
	paid.Lsh(paid, fraction)
	point := floor(estimate.Mul(estimate, new(big.Rat).SetInt(new(big.Int).Lsh(big.NewInt(1), fraction))))
	up, effective := rare(point, paid, n.variance, judged, n.Freedom)
	down, _ := rare(new(big.Int).Sub(paid, point), paid, n.variance, judged, n.Freedom)
	n.step(StepEffective, "", effective)
	n.step(StepBelow, "", down.Int64())
	n.step(StepAbove, "", up.Int64())
	return greatest(down, usual), greatest(up, usual)
}

// smallFreedom is below how many degrees of freedom the reader is told.
const smallFreedom = 30

// fewItems is below how many items with an error the reader is told.
const fewItems = 30

// notes says what the reader is to know.
func (n *counting) notes() {
	judged, items := int64(0), 0
	for _, c := range n.open {
		judged, items = judged+c.counted, items+c.items
	}
	switch {
	case len(n.open) == 0:
		n.note(NoteCensus, "", 0)
	case items == 0:
		n.note(NoteNoneFound, "", judged)
	case items < fewItems:
		n.note(NoteFew, "", int64(items))
	}
	if items > 0 {
		for _, c := range n.clean {
			n.note(NoteClean, c.name, c.counted)
		}
	}
	for _, c := range n.spoilt {
		n.note(NoteSpoilt, c.name, c.counted)
	}
	if n.Freedom > 0 && n.Freedom < smallFreedom {
		n.note(NoteStudent, "", n.Freedom)
	}
	// Cochran (1977, 6.8): a bias below 0.3 standard errors makes no difference to the
	// interval that is worth speaking of.
	if root := rootUp(n.variance); root.Sign() > 0 && mul(n.bias, big.NewInt(10)).Cmp(mul(root, big.NewInt(3))) > 0 {
		n.note(NoteBias, "", divUp(mul(n.bias, big.NewInt(100)), root).Int64())
	}
}

// apportion rounds figures that are parts of a whole, so that they add up to it: the
// öre left over go to the largest fractions, and among equals to the first.
func apportion(whole *Figure, parts []*Figure) {
	left := int64(whole.Amount)
	order := make([]int, len(parts))
	rests := make([]*big.Rat, len(parts))
	for i, p := range parts {
		down := floor(p.exact)
		rests[i] = new(big.Rat).Sub(p.exact, new(big.Rat).SetInt(down))
		p.setAmount(down.Int64())
		left -= down.Int64()
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return rests[b].Cmp(rests[a]) })
	for _, i := range order[:left] { // less than the number of fractions above zero
		parts[i].setAmount(int64(parts[i].Amount) + 1)
	}
}

func greatest(a, b *big.Int) *big.Int {
	if a.Cmp(b) > 0 {
		return a
	}
	return b
}

func least(a, b *big.Int) *big.Int {
	if a.Cmp(b) < 0 {
		return a
	}
	return b
}

// ppm is a share in millionths, half up.
func ppm(share *big.Rat) int64 {
	return halfUp(new(big.Rat).Mul(share, big.NewRat(1_000_000, 1))).Int64()
}

// halfUp, floor and ceiling are whole numbers of a rational from zero.
func halfUp(r *big.Rat) *big.Int {
	return floor(new(big.Rat).Add(r, big.NewRat(1, 2)))
}

func floor(r *big.Rat) *big.Int { return new(big.Int).Quo(r.Num(), r.Denom()) }

func ceiling(r *big.Rat) *big.Int { return divUp(r.Num(), r.Denom()) }
