package staff

import (
	"balans/prevent/control"
)

// sampleView is a random sample: how it was drawn, how far it has been judged, and what it
// says of the whole.
type sampleView struct {
	Facts   []factRow
	Says    string
	Missing string
	Causes  []string
	Notes   []string
	Steps   []string
}

// sampleOf reads the estimate of a run that drew a sample.
func sampleOf(t translate, r *control.Run) (*sampleView, error) {
	v := &sampleView{}
	row := func(key, text string) { v.Facts = append(v.Facts, factRow{Name: t(key), Text: text}) }
	population := r.Draw.Population()
	row("sample.seed", r.Draw.Plan().Seed)
	row("sample.population", t("sample.items", number(population.Items), population.Paid.Kronor()))
	row("sample.digest", population.Digest)
	row("sample.drawn", number(int64(r.Draw.Len())))
	judged, err := r.Judged()
	if err != nil {
		return nil, err
	}
	e := judged.Estimate()
	row("sample.judged", t("notices.share", number(int64(e.Judged)), number(int64(e.Drawn))))
	v.Says = t.pair(e.Total.Text())
	if e.Judged < e.Drawn {
		v.Missing = t.pair(e.Missing())
	}
	for i := range e.Causes {
		if p := &e.Causes[i]; p.Known {
			v.Causes = append(v.Causes, t.cause(p.Cause)+": "+t.pair(p.Figure.Text()))
		}
	}
	for _, note := range e.Total.Notes {
		v.Notes = append(v.Notes, t.pair(note.Text()))
	}
	for _, step := range e.Total.Steps {
		text := t.pair(step.Text())
		if f := step.Formula(); f != "" {
			text += " (" + f + ")"
		}
		v.Steps = append(v.Steps, text)
	}
	return v, nil
}
