package parameter

import (
	"errors"
	"fmt"
	"strings"

	"balans/law/calendar"
	"balans/law/statute"
)

var (
	encoder = strings.NewReplacer("%", "%25", " ", "%20")
	decoder = strings.NewReplacer("%25", "%", "%20", " ")
)

// formatBody writes the one stored form of a value.
func formatBody(v statute.Value) string {
	var b strings.Builder
	b.WriteString("confidence=" + v.Confidence.String())
	b.WriteString(" from=" + v.From.String())
	b.WriteString(" name=" + encoder.Replace(v.Name))
	b.WriteString(" source=" + encoder.Replace(v.Source))
	if v.To != calendar.None {
		b.WriteString(" to=" + v.To.String())
	}
	b.WriteString(" unit=" + encoder.Replace(string(v.Unit)))
	b.WriteString(" value=" + v.Text())
	return b.String()
}

// parseBody reads what formatBody writes and refuses every other form.
func parseBody(body string) (statute.Value, error) {
	fields := map[string]string{}
	for pair := range strings.SplitSeq(body, " ") {
		name, text, ok := strings.Cut(pair, "=")
		if !ok {
			return statute.Value{}, fmt.Errorf("the body %q cannot be read at %q", body, pair)
		}
		fields[name] = decoder.Replace(text)
	}
	v, err := valueOf(fields)
	if err != nil {
		return statute.Value{}, fmt.Errorf("the body %q: %w", body, err)
	}
	// Order, repeated and foreign names and other spellings all show here.
	if written := formatBody(v); written != body {
		return statute.Value{}, fmt.Errorf("the body %q is not in its one form, %q", body, written)
	}
	return v, nil
}

func valueOf(fields map[string]string) (v statute.Value, err error) {
	v = statute.Value{Name: fields["name"], Unit: statute.Unit(fields["unit"]), To: calendar.None, Source: fields["source"]}
	if v.Name == "" || v.Source == "" {
		return v, errors.New("a name and a source are expected")
	}
	if v.Confidence, err = statute.ParseConfidence(fields["confidence"]); err != nil {
		return v, fmt.Errorf("confidence: %w", err)
	}
	if v.From, err = calendar.Parse(fields["from"]); err != nil {
		return v, fmt.Errorf("from: %w", err)
	}
	if to, stated := fields["to"]; stated {
		if v.To, err = calendar.Parse(to); err != nil {
			return v, fmt.Errorf("to: %w", err)
		}
		if v.Period().IsEmpty() {
			return v, fmt.Errorf("to %s is before from %s", v.To, v.From)
		}
	}
	if v.Int64, err = v.Unit.Parse(fields["value"]); err != nil {
		return v, fmt.Errorf("value: %w", err)
	}
	return v, nil
}
