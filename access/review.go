package access

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/statute"
)

func (v Review) check() error {
	switch {
	case v.Reading < 1:
		return fmt.Errorf("reading is the number of the line on its person's stream, from 1, not %d", v.Reading)
	case !slices.Contains(Outcomes(), v.Outcome):
		return fmt.Errorf("the outcome is one of %v, not %q", Outcomes(), v.Outcome)
	case v.Outcome != Justified || v.Text != "":
		return first(plain("text", v.Text), optional("selected", v.Selected))
	}
	return optional("selected", v.Selected)
}

func optional(name, text string) error {
	if text == "" {
		return nil
	}
	return plain(name, text)
}

// RecordReview stores the outcome of a review on the stream of the person whose facts were
// read. Where staff are kept the reviewer holds log.review, stands apart from the reader,
// also seen through delegation on the day of the reading, and may see the person. A
// review that stands already is not stored again; Stands is then true.
func RecordReview(ctx context.Context, j *journal.Journal, b *Book, party identity.Number, v Review, cause string, persons Persons) (stands bool, err error) {
	if v.Reviewer == "" || cause == "" {
		return false, ErrNobody
	}
	if err := v.check(); err != nil {
		return false, fmt.Errorf("%w: %w", ErrBody, err)
	}
	now := calendar.InstantOf(j.Now())
	if !b.IsEmpty() {
		a := b.May(Question{Actor: v.Reviewer, Function: ReviewLog, Party: party, On: now.Date(), Now: now, Persons: persons})
		if !a.OK {
			return false, refuse(string(publicRule(a.Rule)), a.Law, "%s", a.Why.Text(English))
		}
	}
	body, err := journal.Body(v)
	if err != nil {
		return false, err
	}
	done, err := j.Do(ctx, journal.Command{Party: int64(party), Stream: ReadingStream(party), Rule: func(stream []journal.Event) ([]journal.New, error) {
		stands, err := mayReview(stream, b, v, body, now)
		if err != nil || stands {
			return nil, err
		}
		return []journal.New{{Kind: KindReviewed, OccurredOn: now.Date(), Actor: v.Reviewer, Cause: cause, Body: body}}, nil
	}})
	return err == nil && len(done.Events) == 0, err
}

func mayReview(stream []journal.Event, b *Book, v Review, body string, now calendar.Instant) (stands bool, err error) {
	if int(v.Reading) > len(stream) || stream[v.Reading-1].Kind != readKind {
		return false, refuse("unknown", "", "the person's log has no reading with the number %d", v.Reading)
	}
	read := &stream[v.Reading-1]
	if !separate(b, v.Reviewer, now.Date(), read, now) {
		return false, refuse("own-reading", "SFB 114:13", "nobody reviews his or her own reading, or that of somebody he or she acts for")
	}
	return slices.ContainsFunc(stream, func(e journal.Event) bool {
		return e.Kind == KindReviewed && e.Actor == v.Reviewer && e.Body == body
	}), nil
}

// separate says whether a reviewer stands apart from who read. A reader who never was staff
// is somebody else when the ids differ.
func separate(b *Book, reviewer string, on calendar.Date, read *journal.Event, now calendar.Instant) bool {
	if reviewer == read.Actor {
		return false
	}
	if len(b.numbers(read.Actor, now)) == 0 || len(b.numbers(reviewer, now)) == 0 {
		return true
	}
	return b.Apart(Act{reviewer, on}, Act{read.Actor, read.RecordedAt.Date()}, now)
}

// Pick is a reading to review, and why.
type Pick struct {
	Line
	Why []string // codes, see PickText
}

// The codes of why a reading is picked.
const (
	PickOverride  = "override"  // the reader had gone beyond a benefit or a unit
	PickColleague = "colleague" // the person is or was staff
	PickNear      = "near"      // the reader's own facts, or those of somebody near
	PickProtected = "protected" // the person is protected
	PickMany      = "many"      // many readings of one person by one reader, who did nothing else in the person's matters
	PickStranger  = "stranger"  // the reader was not staff that day
	PickRandom    = "random"    // by lot
)

var pickWords = map[string]wording{
	PickOverride:  {"läst genom undantag från enhet eller förmån", "read by an override of unit or benefit"},
	PickColleague: {"uppgifter om en kollega", "facts about a colleague"},
	PickNear:      {"läsarens egna uppgifter eller någon nära", "the reader's own facts, or of somebody near"},
	PickProtected: {"skyddad person", "protected person"},
	PickMany:      {"många läsningar utan handläggning", "many readings and nothing done"},
	PickStranger:  {"läsaren var inte anställd den dagen", "the reader was not staff that day"},
	PickRandom:    {"lottad", "drawn by lot"},
}

// PickText is a code of Pick.Why in words.
func PickText(code string, l Language) string { return l.text(pickWords[code].sv, pickWords[code].en) }

// Selection is what Select goes by.
type Selection struct {
	// Seed of the lot. It is chosen when the selection is made and noted with it, so that
	// nobody who reads can know beforehand what is drawn, and anybody can draw again.
	Seed string
	// Share is millionths of the readings that are drawn by lot.
	Share int64
	// Many is the readings of one person by one reader above which all of them are picked.
	Many int64
	// Acted says whether a reader did something in a person's matters, which explains many
	// readings; nil: it is not known, and nothing is explained.
	Acted   func(reader string, party identity.Number) bool
	Persons Persons // nil: nothing is known of protection and relations
}

// SelectionOn is the shares and limits in force on a day.
func SelectionOn(p *statute.Parameters, on calendar.Date, seed string) (Selection, error) {
	share, err := p.Value(statute.ReviewShare, on)
	if err != nil {
		return Selection{}, err
	}
	many, err := p.Value(statute.ReviewReadings, on)
	return Selection{Seed: seed, Share: share.Int64, Many: many.Int64}, err
}

// Select picks the readings to review, by rules and by lot, in the order they were written.
// Those that have been reviewed are left out.
func (b *Book) Select(lines []Line, s Selection) (picks []Pick) {
	type pair struct {
		reader string
		party  identity.Number
	}
	counts := map[pair]int64{}
	for i := range lines {
		counts[pair{lines[i].Actor, lines[i].Party}]++
	}
	for i := range lines {
		l := &lines[i]
		if len(l.Reviews) > 0 {
			continue
		}
		why := b.suspects(l, s.Persons)
		if n := counts[pair{l.Actor, l.Party}]; n > s.Many && (s.Acted == nil || !s.Acted(l.Actor, l.Party)) {
			why = append(why, PickMany)
		}
		if drawn(s.Seed, l) < s.Share {
			why = append(why, PickRandom)
		}
		if len(why) > 0 {
			picks = append(picks, Pick{Line: *l, Why: why})
		}
	}
	slices.SortStableFunc(picks, func(x, y Pick) int { return cmp.Compare(x.Event, y.Event) })
	return picks
}

// suspects is the codes that one reading by itself gives.
func (b *Book) suspects(l *Line, persons Persons) (why []string) {
	add := func(code string, is bool) {
		if is {
			why = append(why, code)
		}
	}
	own := b.numbers(l.Actor, l.At)
	near := slices.Contains(own, l.Party) || slices.Contains(b.tiesOf(l.Actor, l.At.Date(), l.At), l.Party)
	_, here := b.Staff(l.Actor, l.At.Date(), l.At)
	_, beyond := b.override(l.Actor, l.Party, l.At)
	add(PickOverride, beyond)
	add(PickStranger, !b.IsEmpty() && !here)
	add(PickColleague, len(b.ids[l.Party]) > 0 && !slices.Contains(own, l.Party))
	if persons != nil {
		near = near || slices.ContainsFunc(own, func(n identity.Number) bool { return persons.Related(n, l.Party) })
		add(PickProtected, persons.Protected(l.Party))
	}
	add(PickNear, near)
	return why
}

// drawn is a number from 0 to 999 999 that the seed gives a line.
func drawn(seed string, l *Line) int64 {
	sum := sha256.Sum256([]byte(strings.Join([]string{seed, l.Party.String(), fmt.Sprint(l.Version)}, "|")))
	return int64(binary.BigEndian.Uint64(sum[:8]) % 1_000_000)
}
