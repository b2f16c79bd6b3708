package dev.carillon.platform.config;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/// Shows a [StartFailure] as readable text.
final class StartFailureAnalyzer extends AbstractFailureAnalyzer<StartFailure> {
    @Override
    protected FailureAnalysis analyze(Throwable root, StartFailure failure) {
        return new FailureAnalysis(failure.getMessage(), failure.action(), failure);
    }
}
