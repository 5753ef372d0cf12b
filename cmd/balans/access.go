package main

import (
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"balans/access"
	"balans/exchange/staffcsv"
	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/prevent/benefit"
)

var accessCommand = command{
	name: "access", args: "roles|staff|grant|delegate|tie|left|end|list|show|override|overrides|log|select|review …",
	summary: "who may see and do what: staff, roles, delegation, and the review of the reading log",
	long: `  roles                      the table of roles and functions
  staff FILE.csv             record staff from a file with the header id;number;name;unit;from;to
  grant STAFF ROLE           give a role (--benefits, --unit, --from, --to, --why)
  delegate GIVER TAKER       let another act in one's roles until a day (--role, --from, --to, --why)
  tie STAFF                  somebody near, whose matters are closed for the person (--person, --why; FL 18)
  left STAFF                 the last day at work (--on, --why)
  end ID                     end a grant, a delegation, a tie or an override (--on is the last day, --why)
  list                       staff and their roles on a day (--on)
  show STAFF                 one of the staff: units, grants, delegations, who stands behind
  override                   go beyond a benefit or a unit in one person's matter, for some hours
                             (--person, --function, --benefit, --unit, --why, --hours)
  overrides                  those taken in a period (--from, --to), for review
  log                        the reading log of a period (--from, --to), a person (--person) or a reader (--reader); --why.
                             That the log was read is itself logged.
  select                     readings to review, by rules and by lot (--from, --to, --seed, --why)
  review NUMBER OUTCOME      the outcome for one reading, by its number in log (--text): justified, asked or unjustified

--by names who does it, by the id of the sign-in. Only an access administrator records staff and grants, and nobody of himself
or herself. As long as there is no administrator, the first is recorded by whoever runs the program:

  balans access staff personal.csv --by karin
  balans access grant ann administrator --by karin --why "förvaltningens beslut 2026-01-02"
  balans access grant eva caseworker --benefits bostadsbidrag,barnbidrag --unit Syd --by ann --why "handläggare bostad"
  balans access delegate eva kim --to 2026-07-31 --by eva --why semester
  balans access log --from 2026-03-01 --to 2026-03-31 --reader kim --by lars --why "kvartalets uppföljning"`,
	setup: func(fs *flag.FlagSet) func(context.Context, *terminal, []string) error {
		o := &accessOptions{}
		o.declare(fs)
		return o.run
	},
}

// accessOptions is the command line of access.
type accessOptions struct {
	db                                           database
	on, from, to                                 dateFlag
	by, why, id, benefits, benefit, unit, role   string
	person, function, reader, seed, text, picked string
	lang                                         string
	hours                                        int
	dryRun                                       bool
}

func (o *accessOptions) declare(fs *flag.FlagSet) {
	o.db.flag(fs, "balans-demo.db")
	fs.Var(&o.on, "on", "list, show: the `DATE` shown; left, end: the last day (default: today)")
	fs.Var(&o.from, "from", "grant, delegate, tie: the first `DATE` (default: today); overrides, log, select: of the period")
	fs.Var(&o.to, "to", "grant, delegate: the last `DATE`; overrides, log, select: of the period")
	for _, f := range []struct {
		to         *string
		name, help string
	}{
		{&o.by, "by", "the `ID` of who does it"}, {&o.why, "why", "the reason, a `TEXT`"}, {&o.id, "id", "grant, delegate, tie, override: the `ID` it gets (default: one is made)"},
		{&o.benefits, "benefits", "grant: for these benefits alone, `CODE,CODE,…` (default: all)"}, {&o.benefit, "benefit", "override: the `CODE` of the matter's benefit"},
		{&o.unit, "unit", "grant: for matters of this `UNIT` alone (default: all); override: the unit that has the matter"},
		{&o.role, "role", "delegate: this `ROLE` alone (default: all that the giver has)"}, {&o.person, "person", "tie, override, log: an identity `NUMBER`, twelve digits"},
		{&o.function, "function", "override: the `FUNCTION` that was refused, such as claim.read"}, {&o.reader, "reader", "log: readings by this `ID` alone"},
		{&o.seed, "seed", "select: the `TEXT` that decides the lot; note it to draw the same again (default: one is made and printed)"},
		{&o.text, "text", "review: what was found, a `TEXT`; needed unless it was justified"}, {&o.picked, "picked", "review: why the reading was picked, the `CODES` that select printed"},
	} {
		fs.StringVar(f.to, f.name, "", f.help)
	}
	fs.StringVar(&o.lang, "lang", "sv", "roles, select: the language of words, sv or en")
	fs.IntVar(&o.hours, "hours", 0, "override: for this `NUMBER` of hours (default: as long as is allowed)")
	fs.BoolVar(&o.dryRun, "dry-run", false, "check and tell without recording")
}

// accessVerbs is each verb: how many arguments it takes, whether --by and --why must be
// given, and what it does.
var accessVerbs = map[string]struct {
	args    int
	by, why bool
	run     func(*accessOptions, context.Context, *terminal, *journal.Journal, []string) error
}{
	"staff": {1, true, false, (*accessOptions).staff}, "grant": {2, true, true, (*accessOptions).grant}, "delegate": {2, true, true, (*accessOptions).delegate},
	"tie": {1, true, true, (*accessOptions).tie}, "left": {1, true, true, (*accessOptions).left}, "end": {1, true, true, (*accessOptions).end},
	"list": {0, false, false, (*accessOptions).list}, "show": {1, false, false, (*accessOptions).show},
	"override": {0, true, true, (*accessOptions).override}, "overrides": {0, false, false, (*accessOptions).overrides},
	"log": {0, true, true, (*accessOptions).log}, "select": {0, true, true, (*accessOptions).selection}, "review": {2, true, false, (*accessOptions).review},
}

func (o *accessOptions) run(ctx context.Context, t *terminal, args []string) error {
	if len(args) == 0 {
		args = []string{"list"}
	}
	if o.lang != "sv" && o.lang != "en" {
		return usage("--lang takes sv or en, not %q", o.lang)
	}
	if args[0] == "roles" && len(args) == 1 {
		fmt.Fprint(t.out, access.RolesTable(access.Language(o.lang)))
		return nil
	}
	verb, ok := accessVerbs[args[0]]
	switch {
	case !ok:
		return usage("access knows no %q; `balans help access` lists what it takes", args[0])
	case len(args)-1 != verb.args:
		return usage("access %s takes %s, not %d; `balans help access` shows them", args[0], counted(verb.args, "argument"), len(args)-1)
	case verb.by && strings.TrimSpace(o.by) == "":
		return usage("--by is to name who does it, by the id of the sign-in")
	case verb.why && strings.TrimSpace(o.why) == "":
		return usage("--why must state the reason: it is kept, and reviewed (SFB 114:13)")
	}
	for _, d := range []struct {
		name string
		is   dateFlag
	}{{"on", o.on}, {"from", o.from}, {"to", o.to}} {
		if d.is.set && (d.is.Date < firstFactDay || d.is.Date > lastFactDay) {
			return usage("--%s %s: a day lies between %s and %s", d.name, d.is.Date, firstFactDay, lastFactDay)
		}
	}
	j, err := o.db.open(ctx, args[0] == "staff" && !o.dryRun)
	if err != nil {
		return err
	}
	defer j.Close()
	return verb.run(o, ctx, t, j, args[1:])
}

// day is a date flag's, or today.
func (o *accessOptions) day(d dateFlag, j *journal.Journal) calendar.Date {
	if d.set {
		return d.Date
	}
	return calendar.InstantOf(j.Now()).Date()
}

// newID is an id nobody has, that begins with what it is.
func (o *accessOptions) newID(what string) string {
	if o.id != "" {
		return o.id
	}
	return what + "-" + rand.Text()[:8]
}

// number reads --person.
func (o *accessOptions) number() (identity.Number, error) {
	n, err := identity.Parse(o.person)
	switch {
	case o.person == "":
		return n, usage("--person must say who: an identity number of twelve digits")
	case err != nil:
		return n, usage("--person is no number that can be looked up: %v", err)
	}
	return n, nil
}

// record records facts and says what became of them; id is what they can be ended by.
func (o *accessOptions) record(ctx context.Context, t *terminal, j *journal.Journal, verb, id string, bodies ...access.Body) error {
	r, err := access.Record(ctx, j, access.Command{Bodies: bodies, Actor: o.by, Cause: "balans access " + verb, DryRun: o.dryRun})
	switch {
	case err != nil:
		return err
	case len(r.Events) == 0:
		fmt.Fprintln(t.out, "It stands already; nothing was recorded.")
	case o.dryRun:
		fmt.Fprintf(t.out, "It can be recorded: %s.\n", counted(len(r.Events), "fact"))
	case id == "":
		fmt.Fprintf(t.out, "Recorded: %s.\n", counted(len(r.Events), "fact"))
	default:
		fmt.Fprintf(t.out, "Recorded as %s. End it with: balans access end %s --why … --by …\n", id, id)
	}
	return nil
}

func (o *accessOptions) staff(ctx context.Context, t *terminal, j *journal.Journal, args []string) error {
	file, err := os.Open(args[0])
	if err != nil {
		return err
	}
	defer file.Close()
	r, err := staffcsv.NewReader(filepath.Base(args[0]), file)
	if err != nil {
		return err
	}
	var bodies []access.Body
	for rec := range r.Records() {
		bodies = append(bodies, access.Staff{ID: rec.ID, Number: rec.Number, Name: rec.Name, Unit: rec.Unit, From: rec.From, To: rec.To})
	}
	if err := r.Err(); err != nil {
		return err
	}
	if len(bodies) == 0 {
		return errors.New("the file holds no staff")
	}
	return o.record(ctx, t, j, "staff", "", bodies...)
}

func (o *accessOptions) grant(ctx context.Context, t *terminal, j *journal.Journal, args []string) error {
	g := access.Grant{ID: o.newID("grant"), Staff: args[0], Role: args[1], Unit: o.unit, From: o.day(o.from, j), To: o.to.orNone(), Why: o.why}
	for code := range strings.SplitSeq(o.benefits, ",") {
		if code = strings.TrimSpace(code); code == "" {
			continue
		}
		if _, ok := benefit.Parse(code); !ok {
			return usage("--benefits: there is no benefit %q; `balans help benefits` lists them", code)
		}
		g.Benefits = append(g.Benefits, code)
	}
	slices.Sort(g.Benefits)
	g.Benefits = slices.Compact(g.Benefits)
	return o.record(ctx, t, j, "grant", g.ID, g)
}

func (o *accessOptions) delegate(ctx context.Context, t *terminal, j *journal.Journal, args []string) error {
	if !o.to.set {
		return usage("--to must say the last day: a delegation always ends")
	}
	d := access.Delegation{ID: o.newID("delegation"), Giver: args[0], Taker: args[1], Role: o.role, From: o.day(o.from, j), To: o.to.Date, Why: o.why}
	return o.record(ctx, t, j, "delegate", d.ID, d)
}

func (o *accessOptions) tie(ctx context.Context, t *terminal, j *journal.Journal, args []string) error {
	n, err := o.number()
	if err != nil {
		return err
	}
	x := access.Tie{ID: o.newID("tie"), Staff: args[0], To: n, From: o.day(o.from, j), Why: o.why}
	return o.record(ctx, t, j, "tie", x.ID, x)
}

func (o *accessOptions) left(ctx context.Context, t *terminal, j *journal.Journal, args []string) error {
	return o.record(ctx, t, j, "left", "", access.Left{Staff: args[0], Last: o.day(o.on, j), Why: o.why})
}

func (o *accessOptions) end(ctx context.Context, t *terminal, j *journal.Journal, args []string) error {
	b, err := access.Read(ctx, j)
	if err != nil {
		return err
	}
	if !b.IsOverride(args[0]) {
		return o.record(ctx, t, j, "end", "", access.Ended{ID: args[0], Last: o.day(o.on, j), Why: o.why})
	}
	if o.on.set || o.dryRun {
		return usage("an override ends at once: --on and --dry-run are not for it")
	}
	if err := access.EndOverride(ctx, j, b, o.by, args[0], o.why, "balans access end"); err != nil {
		return err
	}
	fmt.Fprintln(t.out, "The override has ended.")
	return nil
}
