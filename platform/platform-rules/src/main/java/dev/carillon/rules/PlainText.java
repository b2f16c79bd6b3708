package dev.carillon.rules;

import dev.carillon.events.JsonNumbers;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelMutableAst;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.ast.CelMutableExpr;
import dev.cel.common.ast.CelMutableExpr.CelMutableCall;
import dev.cel.common.navigation.CelNavigableMutableAst;
import dev.cel.common.navigation.CelNavigableMutableExpr;
import java.util.List;

/// Makes `string(number)` a plain decimal: CEL writes `12345678.5` as `1.23456785E7`.
final class PlainText {
    static final String FUNCTION = "@plain";

    private PlainText() {}

    /// Turns each `string(x)` into `string(@plain(x))`.
    static CelAbstractSyntaxTree in(CelAbstractSyntaxTree parsed) {
        CelMutableAst tree = CelMutableAst.fromCelAst(parsed);
        CelNavigableMutableExpr root = CelNavigableMutableAst.fromAst(tree).getRoot();
        List<CelMutableCall> conversions =
                root.allNodes()
                        .filter(node -> node.getKind() == Kind.CALL)
                        .map(node -> node.expr().call())
                        .filter(PlainText::isConversion)
                        .toList();
        if (conversions.isEmpty()) {
            return parsed;
        }
        long nextId = root.allNodes().mapToLong(CelNavigableMutableExpr::id).max().orElse(0) + 1;
        for (CelMutableCall conversion : conversions) {
            CelMutableExpr operand = conversion.args().getFirst();
            conversion.setArg(
                    0, CelMutableExpr.ofCall(nextId++, CelMutableCall.create(FUNCTION, operand)));
        }
        return tree.toParsedAst();
    }

    private static boolean isConversion(CelMutableCall call) {
        return call.function().equals("string")
                && call.target().isEmpty()
                && call.args().size() == 1
                && call.args().getFirst().getKind() != Kind.CONSTANT;
    }

    /// A plain decimal text for a number with decimals; any other value unchanged.
    static Object plain(Object value) {
        return switch (value) {
            case Double number -> JsonNumbers.plain(number);
            case ExactNumber number -> JsonNumbers.plain(number.value());
            default -> value;
        };
    }
}
