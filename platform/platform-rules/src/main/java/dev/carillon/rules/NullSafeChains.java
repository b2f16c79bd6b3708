package dev.carillon.rules;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelMutableAst;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.ast.CelMutableExpr;
import dev.cel.common.ast.CelMutableExpr.CelMutableCall;
import dev.cel.common.navigation.CelNavigableMutableAst;
import dev.cel.common.navigation.CelNavigableMutableExpr;
import dev.cel.common.values.NullValue;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Makes `data.?a.?b` an empty optional when `a` is null, as in cel-go. cel-java fails there, and webhooks contain many
/// nulls.
final class NullSafeChains {
    static final String FUNCTION = "@orNone";
    private static final Set<String> OPTIONAL_SELECTS = Set.of("_?._", "_[?_]");

    private NullSafeChains() {}

    /// Wraps the operand of each optional selection.
    static CelAbstractSyntaxTree in(CelAbstractSyntaxTree parsed) {
        CelMutableAst tree = CelMutableAst.fromCelAst(parsed);
        CelNavigableMutableExpr root = CelNavigableMutableAst.fromAst(tree).getRoot();
        List<CelMutableCall> selects =
                root.allNodes()
                        .filter(node -> node.getKind() == Kind.CALL)
                        .map(node -> node.expr().call())
                        .filter(call -> OPTIONAL_SELECTS.contains(call.function()))
                        .toList();
        if (selects.isEmpty()) {
            return parsed;
        }
        long nextId = root.allNodes().mapToLong(CelNavigableMutableExpr::id).max().orElse(0) + 1;
        for (CelMutableCall select : selects) {
            CelMutableExpr operand = select.args().getFirst();
            select.setArg(
                    0, CelMutableExpr.ofCall(nextId++, CelMutableCall.create(FUNCTION, operand)));
        }
        return tree.toParsedAst();
    }

    /// The value inside the optional; an empty optional for null.
    static Object orNone(Object value) {
        Object plain =
                value instanceof Optional<?> optional && optional.isPresent()
                        ? optional.get()
                        : value;
        return plain instanceof NullValue ? Optional.empty() : plain;
    }
}
