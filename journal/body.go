package journal

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// Body writes what a room keeps in an event as JSON, in one line and always in the same
// form: fields in the order of the type, no characters written as escapes but those that
// must be.
func Body(v any) (string, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return "", fmt.Errorf("write the body of an event: %w", err)
	}
	return strings.TrimSuffix(out.String(), "\n"), nil
}

// ReadBody reads what Body wrote. A field that B does not have is an error, which names the
// event.
func ReadBody[B any](e *Event) (b B, err error) {
	dec := json.NewDecoder(strings.NewReader(e.Body))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&b); err != nil {
		return b, fmt.Errorf("event %d, number %d on %s: the body of %s: %w", e.Seq, e.Version, e.Stream, e.Kind, err)
	}
	return b, nil
}
