package claim

import (
	"slices"
	"strconv"
)

// Repeat returns the claims several times over, each time with other numbers:
// a stock of another size and the same proportions, for measuring. It belongs to
// no journal.
func Repeat(c *Columns, times int) *Columns {
	c = c.compacted()
	n := &Columns{law: c.law, lawDigest: c.lawDigest, lastRecorded: c.lastRecorded}
	grow(c, n, times)
	for k := range times {
		events, moneys, claims := uint32(len(n.kind)), uint32(len(n.amount)), uint32(len(n.party))
		n.party = append(n.party, c.party...)
		n.principal = append(n.principal, c.principal...)
		n.decided = append(n.decided, c.decided...)
		n.benefit = append(n.benefit, c.benefit...)
		n.traits = append(n.traits, c.traits...)
		n.basis = append(n.basis, c.basis...)
		for i := range c.Len() {
			n.ids = append(n.ids, c.ids[start(c.idEnd, i):c.idEnd[i]]...)
			n.ids = strconv.AppendInt(append(n.ids, '.'), int64(k), 10)
			n.idEnd = append(n.idEnd, uint32(len(n.ids)))
			n.eventAt, n.eventEnd = append(n.eventAt, events+c.eventAt[i]), append(n.eventEnd, events+c.eventEnd[i])
			n.moneyAt, n.moneyEnd = append(n.moneyAt, moneys+c.moneyAt[i]), append(n.moneyEnd, moneys+c.moneyEnd[i])
		}
		n.kind = append(n.kind, c.kind...)
		n.day = append(n.day, c.day...)
		n.recorded = append(n.recorded, c.recorded...)
		n.amount = append(n.amount, c.amount...)
		n.total = append(n.total, c.total...)
		n.mode = append(n.mode, c.mode...)
		n.detail = append(n.detail, c.detail...)
		n.charge = append(n.charge, c.charge...)
		for _, at := range c.detailAt {
			n.detailAt = append(n.detailAt, events+at)
		}
		for _, at := range c.chargeOf {
			n.chargeOf = append(n.chargeOf, claims+at)
		}
		n.lastIn = append(n.lastIn, c.lastIn...)
	}
	n.byID = make([]uint32, n.Len())
	for i := range n.byID {
		n.byID[i] = uint32(i)
	}
	return n
}

// grow makes room at once, so that the greatest stock is not held twice.
func grow(c, n *Columns, times int) {
	n.party, n.principal, n.decided = slices.Grow(n.party, times*c.Len()), slices.Grow(n.principal, times*c.Len()), slices.Grow(n.decided, times*c.Len())
	n.benefit, n.traits, n.basis = slices.Grow(n.benefit, times*c.Len()), slices.Grow(n.traits, times*c.Len()), slices.Grow(n.basis, times*c.Len())
	n.ids, n.idEnd = slices.Grow(n.ids, times*(len(c.ids)+4*c.Len())), slices.Grow(n.idEnd, times*c.Len())
	n.eventAt, n.moneyAt = slices.Grow(n.eventAt, times*c.Len()), slices.Grow(n.moneyAt, times*c.Len())
	n.eventEnd, n.moneyEnd, n.lastIn = slices.Grow(n.eventEnd, times*c.Len()), slices.Grow(n.moneyEnd, times*c.Len()), slices.Grow(n.lastIn, times*c.Len())
	n.kind, n.day, n.recorded = slices.Grow(n.kind, times*len(c.kind)), slices.Grow(n.day, times*len(c.kind)), slices.Grow(n.recorded, times*len(c.kind))
	n.amount, n.total, n.mode = slices.Grow(n.amount, times*len(c.amount)), slices.Grow(n.total, times*len(c.amount)), slices.Grow(n.mode, times*len(c.amount))
	n.detail, n.detailAt = slices.Grow(n.detail, times*len(c.detail)), slices.Grow(n.detailAt, times*len(c.detail))
}
