//go:build !unix

package pgtest

import (
	"context"
	"fmt"
)

// startCluster is not written for systems without Unix sockets and users.
func startCluster(context.Context) (string, error) {
	return "", fmt.Errorf("%w: no throwaway cluster on this system", errUnavailable)
}

// clusterURL is never reached here.
func clusterURL(string) string { return "" }
