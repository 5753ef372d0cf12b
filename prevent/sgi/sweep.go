package sgi

import (
	"cmp"
	"slices"

	"balans/law/calendar"
	"balans/law/statute"
)

// base is the SGI that is protected at a point of the sweep.
type base struct {
	has    bool
	parts  Parts
	extent int
	since  calendar.Date
	made   bool // determined from work after the last day of the first
	// ended is the day after the employment ended; None while it is not known or goes on.
	ended calendar.Date
}

// sweep walks over the days after the last day of work.
type sweep struct {
	e        *evidence
	h        *History
	base     base
	was      []base // earlier ones, in order
	segments []Segment
	changes  []Redetermination
	lost     calendar.Date // the first day of the loss that still stands
	fresh    int           // index of the first segment since the SGI was last determined
}

// block is days between two days on which anything can change.
type block struct {
	from, to calendar.Date // to None: without end
	work     int
	covers   []Cover
	proven   int // per cent covered for certain
	possible int // per cent covered if every open question is answered so
}

func newSweep(e *evidence) *sweep {
	h := e.h
	b := base{has: h.SGI.Total() > 0, parts: h.SGI, extent: h.Extent, since: calendar.None, ended: calendar.None}
	if h.Employment.Ended != calendar.None {
		b.ended = h.Employment.Ended.AddDays(1)
	}
	return &sweep{e: e, h: h, base: b, lost: calendar.None}
}

// run walks until a day; None walks on to where nothing changes any more.
func (s *sweep) run(until calendar.Date) {
	blocks := s.blocks(until)
	for i := 0; i < len(blocks); i++ {
		b := &blocks[i]
		if s.base.has && b.work == 0 && b.possible == 0 {
			j := i
			for j+1 < len(blocks) && blocks[j+1].work == 0 && blocks[j+1].possible == 0 {
				j++
			}
			s.gap(b.from, blocks[j].to)
			i = j
			continue
		}
		s.day(b)
	}
}

// blocks cuts the time into parts in which no fact changes.
func (s *sweep) blocks(until calendar.Date) []block {
	first := s.h.LastWork.AddDays(1)
	at := []calendar.Date{first}
	add := func(from, to calendar.Date) {
		at = append(at, from)
		if to != calendar.None {
			at = append(at, to.AddDays(1))
		}
	}
	for _, p := range s.e.pieces {
		add(p.from, p.to)
	}
	for _, w := range s.h.Work {
		add(w.From, w.To)
	}
	if s.h.Pension.From != calendar.None {
		at = append(at, s.h.Pension.From)
	}
	slices.Sort(at)
	at = slices.DeleteFunc(slices.Compact(at), func(d calendar.Date) bool {
		return d < first || until != calendar.None && d > until
	})
	blocks := make([]block, len(at))
	for i, d := range at {
		blocks[i] = s.block(d)
		blocks[i].to = until
		if i+1 < len(at) {
			blocks[i].to = at[i+1].AddDays(-1)
		}
	}
	return blocks
}

// block is what holds from a day on. Grounds of different kinds add up; of one kind the
// widest counts.
func (s *sweep) block(d calendar.Date) block {
	b := block{from: d, work: s.h.extentOn(d)}
	for i := range rules {
		r := &rules[i]
		proven, possible := 0, 0
		var open []Text
		for j := range s.e.pieces {
			p := &s.e.pieces[j]
			if p.ground != r.ground || !p.covers(d) {
				continue
			}
			if p.open == nil {
				proven = max(proven, p.extent)
			} else if p.extent > possible || p.extent == possible && fewer(p.open, open) {
				possible, open = p.extent, p.open
			}
		}
		if possible <= proven {
			possible, open = proven, nil
		}
		if possible > 0 {
			b.covers = append(b.covers, Cover{Ground: r.ground, Extent: possible, Open: open, Law: r.law})
		}
		b.proven += proven
		b.possible += possible
	}
	return b
}

// fewer chooses between reasons why equal covers are open: the fewer, then by their words.
func fewer(a, b []Text) bool {
	return cmp.Or(cmp.Compare(len(a), len(b)), slices.CompareFunc(a, b, func(x, y Text) int { return cmp.Compare(x.Sv, y.Sv) })) < 0
}

// gap is days that nothing covers. Days off only are for a person to judge; with an
// ordinary working day among them the SGI is lost from the first of the days.
func (s *sweep) gap(from, to calendar.Date) {
	g := Segment{From: from, To: to, State: DaysOff, Why: []Text{say("why.daysoff")}, Law: []statute.Ref{"SFB 26:9"}}
	for d := from; to == calendar.None || d <= to; d = d.AddDays(1) {
		if !isDayOff(d) {
			g.State, g.Why = Lost, []Text{say("why.lost", d)}
			break
		}
	}
	s.segments = append(s.segments, g)
	if g.State == Lost {
		s.was = append(s.was, s.base)
		s.base = base{since: from}
		s.lost = from
	}
}

// day files a block under the state it has.
func (s *sweep) day(b *block) {
	seg := Segment{From: b.from, To: b.to, Work: b.work, Covers: b.covers}
	for _, c := range b.covers {
		seg.Law = append(seg.Law, c.Law...)
	}
	if b.work > 0 {
		work := s.fromWork(b.from)
		need := s.base.extent - b.work
		switch {
		case !s.base.has, need <= 0, b.possible == 0, work.known && work.parts.Total() > s.base.parts.Total():
			if s.work(&seg, work) {
				return
			}
			if !s.base.has || need <= 0 || b.possible == 0 {
				seg.State, seg.Why = Unsettled, work.why
				if !s.base.has {
					seg.State = Without
				}
				s.segments = append(s.segments, seg)
				return
			}
		}
	}
	s.covered(b, &seg)
}

// covered is a block in which what is not worked is covered, wholly or partly.
func (s *sweep) covered(b *block, seg *Segment) {
	if !s.base.has {
		seg.State, seg.Why = Without, []Text{say("why.without")}
		s.segments = append(s.segments, *seg)
		return
	}
	need := s.base.extent - b.work
	seg.Share = (b.work + min(b.proven, need)) * 100 / s.base.extent
	switch {
	case b.proven >= need:
		seg.State = Protected
	case b.possible >= need:
		seg.State = Unsettled
		for _, c := range b.covers {
			seg.Why = append(seg.Why, c.Open...)
		}
	default:
		seg.State, seg.Why = Partly, []Text{say("why.partly", seg.Share)}
		for _, c := range b.covers {
			seg.Why = append(seg.Why, c.Open...)
		}
	}
	s.pension(b, seg)
	s.segments = append(s.segments, *seg)
}

// pension makes protected time open for who draws an occupational pension (SFB 26:25–27):
// the SGI is then to be computed anew, less the pension, which is not done here.
func (s *sweep) pension(b *block, seg *Segment) {
	p := s.h.Pension
	if p.From == calendar.None || b.from < p.From || seg.State != Protected {
		return
	}
	share := s.e.law.number(statute.SGIOccupationalPensionShare, b.from)
	why := say("open.pension.compute")
	switch {
	case p.Ppm == 0:
		why = say("open.pension.unstated")
	case p.Ppm >= share:
		why = say("open.pension.large", share/(million/100))
	}
	seg.State, seg.Why = Unsettled, []Text{why}
	seg.Law = append(seg.Law, "SFB 26:25", "SFB 26:26", "SFB 26:27")
}

// work makes an SGI of work, and says whether it could. Work as before in the same extent
// leaves the SGI as it was.
func (s *sweep) work(seg *Segment, w fromWork) bool {
	if !w.known {
		return false
	}
	seg.State, seg.Share = Working, 100
	seg.Law = append([]statute.Ref{"SFB 26:9"}, w.law...)
	same := (s.base.has || s.base.made) && s.base.parts == w.parts && s.base.extent == seg.Work
	s.fresh, s.lost = len(s.segments), calendar.None
	s.segments = append(s.segments, *seg)
	ended := w.ended()
	if same {
		s.base.ended = ended
		return true
	}
	s.was = append(s.was, s.base)
	s.base = base{has: w.parts.Total() > 0, parts: w.parts, extent: seg.Work, since: seg.From, made: true, ended: ended}
	s.changes = append(s.changes, Redetermination{From: seg.From, SGI: w.parts, Extent: seg.Work, Text: w.text, Law: seg.Law})
	return true
}
