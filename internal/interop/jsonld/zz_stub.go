package jsonld

func Default() *Processor { return &Processor{} }

func (p *Processor) ToRDF(map[string]any) ([]int, error) { return nil, nil }

const CodeUnknownContext = "jsonld_unknown_context"
