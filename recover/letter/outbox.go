package letter

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"

	"balans/exchange/letterdoc"
	"balans/exchange/postfile"
	"balans/journal"
	"balans/law/calendar"
)

// Sheet is a letter on its way into a batch.
type Sheet struct {
	Letter   *Letter
	Attempt  int
	Receipt  bool // the recipient's own receipt is asked for
	Document *letterdoc.Document
	Content  []byte // the form the carrier made
	Sum      string // of Content, as the event notes it
}

// Carrier takes batches of one channel out. A batch is held by a run, which may be stopped;
// several may hold the same one, and the run whose holding is noted hands it over.
type Carrier interface {
	// Form makes Content and Sum of a letter. An error is about this letter alone.
	Form(s *Sheet) error
	// Hold writes a whole batch that nobody takes yet, in place of what the holder had.
	Hold(h postfile.Held, route Route, sheets []*Sheet) error
	// Release hands a held batch over, once.
	Release(h postfile.Held) error
	// Discard throws a held batch away.
	Discard(h postfile.Held) error
	// Held lists the batches that are held.
	Held() ([]postfile.Held, error)
}

// Outbox sends what waits.
type Outbox struct {
	Carriers map[Channel]Carrier
	// Reach tells what is known of a recipient now. An error is a look-up that failed: the
	// letter waits.
	Reach func(ctx context.Context, l *Letter) (Reach, error)
	// Slice is how many letters share a batch at most; 0: 500.
	Slice int
	Actor string
	Cause string
	// Told is called after each slice; nil for not.
	Told func(Sent)
	stop func(point string) error // tests: stops the run at a point, as a kill would
}

// Sent is what a run did.
type Sent struct {
	Handed, Held, Parked, Failed int
	Waiting                      map[string]int // letters that could not leave now, by why
	Receipts                     int            // handed over before, a receipt is waited for
	Alarms                       int            // parked, or late
	Batches                      []string       // handed over by this run
	Foreign                      []string       // held batches the journal does not know
}

func (s *Sent) wait(code string) {
	if s.Waiting == nil {
		s.Waiting = map[string]int{}
	}
	s.Waiting[code]++
}

// attempts is how often a slice is decided anew when somebody else was first.
const attempts = 5

// run is one run of the outbox.
type run struct {
	*Outbox
	j      *journal.Journal
	holder string // this run, among those that hold batches
	sent   Sent
	down   map[Channel]error
	queued map[string][]Listed // of runs before, by batch
	via    map[string]Channel
	order  []string
}

// Run hands over what can leave, in slices. It may be stopped anywhere and run again: a batch
// is held, then noted as handed over, and only then released to whoever takes it, and each
// step can be repeated. One letter that cannot be written is parked by itself; a channel that
// cannot be written to stops that channel alone, and its letters stay queued. The error tells
// of such channels.
func (o *Outbox) Run(ctx context.Context, j *journal.Journal) (Sent, error) {
	r := &run{Outbox: o, j: j, holder: rand.Text()[:12], down: map[Channel]error{}, queued: map[string][]Listed{}, via: map[string]Channel{}}
	size := o.Slice
	if size <= 0 {
		size = 500
	}
	waiting, err := Waiting(ctx, j)
	if err != nil {
		return r.sent, err
	}
	var slice []*Letter
	for _, w := range waiting {
		l, err := r.load(ctx, w)
		if err != nil {
			return r.sent, err
		}
		if !r.sort(l) {
			continue
		}
		if slice = append(slice, l); len(slice) == size {
			if err := r.dispatch(ctx, slice); err != nil {
				return r.sent, err
			}
			slice = nil
		}
	}
	if err := r.dispatch(ctx, slice); err != nil {
		return r.sent, err
	}
	for _, b := range r.order {
		if err := r.finish(ctx, b, r.via[b], r.queued[b]); err != nil {
			return r.sent, err
		}
	}
	if err := r.leftovers(ctx); err != nil {
		return r.sent, err
	}
	var all []error
	for _, c := range Channels {
		if err := r.down[c]; err != nil {
			all = append(all, fmt.Errorf("channel %s: %w; what has not left waits: mend it and run again", c, err))
		}
	}
	return r.sent, errors.Join(all...)
}

func (r *run) load(ctx context.Context, w Listed) (*Letter, error) {
	events, err := r.j.Load(ctx, w.Party, Stream(w.ID))
	if err != nil {
		return nil, err
	}
	l, err := Fold(events, latest(events, calendar.InstantOf(r.j.Now())))
	if err == nil && l == nil {
		err = fmt.Errorf("the letter %s is listed, and is not in the journal; run `balans verify`", w.ID)
	}
	return l, err
}

// sort counts a letter that does not leave now; true for one that may.
func (r *run) sort(l *Letter) bool {
	if l.Late {
		r.sent.Alarms++
	}
	switch l.State {
	case Ordered:
		return true
	case Queued:
		if r.queued[l.Batch] == nil {
			r.order = append(r.order, l.Batch)
		}
		r.queued[l.Batch], r.via[l.Batch] = append(r.queued[l.Batch], Listed{l.ID, l.Party}), l.Channel
	case Handed:
		r.sent.Receipts++
	case Held, Failed:
		r.sent.wait(l.State.String())
	}
	return false
}

// group is letters of one batch.
type group struct {
	channel Channel
	route   Route
	letters []*Letter
	chosen  [][]string
}

// dispatch chooses for a slice, and sends what can be sent.
func (r *run) dispatch(ctx context.Context, slice []*Letter) error {
	if len(slice) == 0 {
		return nil
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	groups, err := r.choose(ctx, slice)
	if err != nil {
		return err
	}
	for _, g := range groups {
		if r.Carriers[g.channel] == nil {
			for range g.letters {
				r.sent.wait("no-carrier-" + string(g.channel))
			}
			continue
		}
		if r.down[g.channel] != nil {
			for range g.letters {
				r.sent.wait("down-" + string(g.channel))
			}
			continue
		}
		batch, ids, err := r.queue(ctx, g)
		if err != nil {
			return err
		}
		if err := r.finish(ctx, batch, g.channel, ids); err != nil {
			return err
		}
	}
	if r.Told != nil {
		r.Told(r.sent)
	}
	return nil
}

// choose sorts a slice by channel and route; what is held or parked is stored.
func (r *run) choose(ctx context.Context, slice []*Letter) (groups []*group, err error) {
	for _, l := range slice {
		t, err := l.template()
		if err != nil {
			if err := r.put(ctx, l, KindParked, factBody{Code: CodeUnwritable, Why: err.Error()}, &r.sent.Parked); err != nil {
				return nil, err
			}
			continue
		}
		reach, err := r.Reach(ctx, l)
		if err != nil {
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			r.sent.wait("look-up-failed")
			continue
		}
		c := Choose(l, t, reach)
		switch c.Verdict {
		case Wait:
			r.sent.wait(c.Code)
		case Hold:
			err = r.put(ctx, l, KindHeld, factBody{Code: c.Code}, &r.sent.Held)
		case Park:
			err = r.put(ctx, l, KindParked, factBody{Code: c.Code, Why: c.Reasons[len(c.Reasons)-1].Says}, &r.sent.Parked)
		default:
			groups = into(groups, l, &c)
		}
		if err != nil {
			return nil, err
		}
	}
	return groups, nil
}

// into puts a letter into the group it goes with.
func into(groups []*group, l *Letter, c *Choice) []*group {
	var codes []string
	for _, why := range c.Reasons {
		codes = append(codes, why.Code)
	}
	for _, g := range groups {
		if g.channel == c.Channel && g.route == c.Route {
			g.letters, g.chosen = append(g.letters, l), append(g.chosen, codes)
			return groups
		}
	}
	return append(groups, &group{c.Channel, c.Route, []*Letter{l}, [][]string{codes}})
}

// put stores one fact of a letter, unless somebody else was first: then the next run decides.
func (r *run) put(ctx context.Context, l *Letter, kind string, b factBody, count *int) error {
	a, err := r.append(l, kind, b)
	if err != nil {
		return err
	}
	if _, err = r.j.Append(ctx, a); errors.Is(err, journal.ErrConflict) {
		r.sent.wait("changed")
		return nil
	}
	if err == nil {
		*count++
	}
	return err
}

func (r *run) append(l *Letter, kind string, b factBody) (journal.Append, error) {
	return appendOf(l, kind, b, calendar.InstantOf(r.j.Now()).Date(), r.Actor, r.Cause, "")
}

func appendOf(l *Letter, kind string, b factBody, on calendar.Date, actor, cause, key string) (journal.Append, error) {
	body, err := journal.Body(b)
	return journal.Append{Party: l.Party, Stream: Stream(l.ID), Expected: int32(l.Facts),
		Events: []journal.New{{Kind: kind, OccurredOn: calendar.Later(on, l.On), Actor: actor, Cause: cause, Key: key, Body: body}}}, err
}

// queue notes in one commit that the letters of a group stand in a batch, and who they are.
func (r *run) queue(ctx context.Context, g *group) (string, []Listed, error) {
	for n := 1; ; n++ {
		head, err := r.j.Head(ctx)
		if err != nil {
			return "", nil, err
		}
		name := fmt.Sprintf("%s-%09d", g.channel, head.Seq)
		if g.route != NoRoute {
			name = fmt.Sprintf("%s-%s-%09d", g.channel, g.route, head.Seq)
		}
		made := batchBody{Channel: g.channel, Route: g.route}
		var appends []journal.Append
		var ids []Listed
		for i, l := range g.letters {
			a, err := r.append(l, KindQueued, factBody{Channel: g.channel, Route: g.route, Batch: name, Attempt: l.Tries + 1, Chosen: g.chosen[i]})
			if err != nil {
				return "", nil, err
			}
			appends, ids = append(appends, a), append(ids, Listed{l.ID, l.Party})
			made.Letters = append(made.Letters, listedBody{l.ID, l.To.Party})
		}
		body, err := journal.Body(made)
		if err != nil {
			return "", nil, err
		}
		appends = append(appends, journal.Append{Stream: batchPrefix + name, Events: []journal.New{{Kind: KindMade, OccurredOn: calendar.InstantOf(r.j.Now()).Date(), Actor: r.Actor, Cause: r.Cause, Body: body}}})
		_, err = r.j.Append(ctx, appends...)
		if err == nil {
			return name, ids, r.point("queued")
		}
		if !errors.Is(err, journal.ErrConflict) || n == attempts {
			return "", nil, err
		}
		if err := r.still(ctx, g); err != nil || len(g.letters) == 0 {
			return "", nil, err
		}
	}
}

// still keeps the letters of a group that have not changed.
func (r *run) still(ctx context.Context, g *group) error {
	old, chosen := g.letters, g.chosen
	g.letters, g.chosen = nil, nil
	for i, l := range old {
		now, err := r.load(ctx, Listed{l.ID, l.Party})
		if err != nil {
			return err
		}
		if now.State != Ordered || now.Facts != l.Facts {
			r.sent.wait("changed")
			continue
		}
		g.letters, g.chosen = append(g.letters, l), append(g.chosen, chosen[i])
	}
	return nil
}

func (r *run) point(name string) error {
	if r.stop != nil {
		return r.stop(name)
	}
	return nil
}
