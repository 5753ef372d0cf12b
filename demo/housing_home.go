package demo

import (
	"balans/law/money"
	"balans/prevent/housing"
)

// rents are average rents in kronor a month of 2025 by rooms beside the kitchen, to four or
// more: SCB's of 2023 (4 810, 6 621, 8 095 and 10 360) with a rise of 5,0 per cent for 2024,
// which SCB has too, and as much again for 2025, which is assumed.
var rents = [5]int{1: 5_300, 2: 7_300, 3: 8_900, 4: 11_400}

// areas are ordinary square metres of a flat by rooms, assumed.
var areas = [5]int{1: 38, 2: 58, 3: 76, 4: 96}

// first draws the first month with a right: most have it from January.
func (h *housingMaker) first() int {
	if h.c.often(160) {
		return h.c.between(2, 12)
	}
	return 1
}

// lives draws how the household lives in each month, and whether there is a spouse in any.
func (h *housingMaker) lives() (spouses bool) {
	home := housing.Household{Form: h.form, Spouses: h.couple, Rooms: housing.RoomsUnstated}
	if h.form == housing.Family {
		h.brings(&home)
	}
	h.dwelling(&home)
	for i := 1; i <= 12; i++ {
		h.months[i].home = home
	}
	h.changes()
	for i := range h.months {
		spouses = spouses || h.months[i].home.Spouses
	}
	return spouses
}

// brings draws the children: how many, and where they live.
func (h *housingMaker) brings(home *housing.Household) {
	c := &h.c
	n := uint8(1)
	switch k := c.below(100); {
	case k < 9:
		n = uint8(c.between(4, 6))
	case k < 24:
		n = 3
	case k < 56:
		n = 2
	}
	k := c.below(100)
	switch {
	case home.Spouses && k < 88, !home.Spouses && k < 66:
		home.Home = n
	case home.Spouses && k < 94, !home.Spouses && k < 84:
		home.Alternating = n
	case n > 1 && k < 91:
		home.Home, home.Alternating = n-1, 1
	case home.Spouses || k < 94:
		home.Home, home.Access = n, 1
	default:
		home.Access = min(n, 3)
	}
}

// dwelling draws the home: rooms by who live there, and its cost by the rooms. Three of four
// rent; who owns has a lower cost that counts, since what is paid off does not (SFB 97:14).
func (h *housingMaker) dwelling(home *housing.Household) {
	c := &h.c
	children := int(home.Home + home.Alternating + home.Access)
	rooms := min(4, max(1, children+1))
	if home.Form == housing.Young {
		rooms = 1 + c.below(2)
	} else if c.often(400) {
		rooms = max(2, min(4, rooms+1-2*c.below(2)))
	}
	area := areas[rooms] * c.between(850, 1_180) / 1_000
	if c.often(70) { // larger than what counts
		area = area * c.between(1_300, 1_900) / 1_000
	}
	cost := rents[rooms] * c.between(760, 1_240) / 1_000
	switch {
	case home.Form == housing.Young && c.often(300):
		cost = c.between(2_600, 4_400) // a room, or a student's
	case home.Form == housing.Family && c.often(250):
		cost = cost * c.between(330, 850) / 1_000
	}
	home.Area, home.Cost = int16(area), money.Kronor(int64(cost))
	if c.often(850) {
		home.Rooms = int8(rooms)
	}
	if home.Form == housing.Family && c.often(12) { // somebody is disabled
		home.AcceptedArea = int16(area)
		home.AcceptedCost = money.Kronor(int64(max(cost, 7_000)))
	}
}

// from changes the home from a month on.
func (h *housingMaker) from(m int, change func(*housing.Household)) {
	for i := m; i <= 12; i++ {
		change(&h.months[i].home)
	}
}

// changes draws what happens in the year: a birth, a move, a rent that rises, somebody who
// moves in or out. What is told of a home changes the allowance from the month after.
func (h *housingMaker) changes() {
	c := &h.c
	begin := h.months[1].home
	if begin.Form == housing.Family {
		if begin.Home > 0 && c.often(35) {
			h.from(c.between(2, 12), func(x *housing.Household) { x.Home++ })
		}
		if begin.Home > 0 && begin.Alternating == 0 && c.often(15) { // a child begins to live with both
			h.from(c.between(2, 12), func(x *housing.Household) { x.Home, x.Alternating = x.Home-1, x.Alternating+1 })
		}
		if c.often(18) {
			h.from(c.between(3, 11), func(x *housing.Household) { x.Spouses = !begin.Spouses })
		}
	}
	if c.often(70) {
		moved := begin
		h.dwelling(&moved)
		h.from(c.between(2, 12), func(x *housing.Household) {
			x.Area, x.Rooms, x.Cost, x.AcceptedArea, x.AcceptedCost = moved.Area, moved.Rooms, moved.Cost, moved.AcceptedArea, moved.AcceptedCost
		})
	}
	if c.often(120) { // the rise of the rent is told
		h.from(c.between(2, 4), func(x *housing.Household) { x.Cost = (x.Cost * 1_049 / 1_000).RoundTo(money.Krona, money.Down) })
	}
}
