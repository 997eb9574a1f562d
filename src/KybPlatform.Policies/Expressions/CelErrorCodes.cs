namespace KybPlatform.Policies.Expressions;

/// <summary>Codes of errors that evaluation can end in. They are part of the API and are never renamed.</summary>
public static class CelErrorCodes
{
    public const string NoMatchingOverload = "no_matching_overload";
    public const string NoSuchKey = "no_such_key";
    public const string NoSuchField = "no_such_field";
    public const string UndeclaredReference = "undeclared_reference";
    public const string IndexOutOfBounds = "index_out_of_bounds";
    public const string DivideByZero = "divide_by_zero";
    public const string ModulusByZero = "modulus_by_zero";
    public const string Overflow = "overflow";
    public const string InvalidArgument = "invalid_argument";
    public const string InvalidConversion = "invalid_conversion";
    public const string InvalidPattern = "invalid_pattern";
    public const string InvalidTimeZone = "invalid_time_zone";
    public const string DuplicateKey = "duplicate_key";
    public const string OptionalIsEmpty = "optional_is_empty";
    public const string BudgetExceeded = "budget_exceeded";
    public const string InvalidFact = "invalid_fact";
    public const string FunctionNotSupplied = "function_not_supplied";
}

/// <summary>Codes of what is wrong with an expression before it runs. They are part of the API and are never renamed.</summary>
public static class CelIssueCodes
{
    public const string SyntaxError = "syntax_error";
    public const string InvalidLiteral = "invalid_literal";
    public const string NumberOutOfRange = "number_out_of_range";
    public const string ReservedWord = "reserved_word";
    public const string InvalidMacro = "invalid_macro";
    public const string ExpressionTooLong = "expression_too_long";
    public const string ExpressionTooDeep = "expression_too_deep";
    public const string ExpressionTooLarge = "expression_too_large";
    public const string UndeclaredReference = "undeclared_reference";
    public const string UndeclaredFunction = "undeclared_function";
    public const string UndefinedField = "undefined_field";
    public const string NoMatchingOverload = "no_matching_overload";
    public const string TypeMismatch = "type_mismatch";
    public const string InvalidPattern = "invalid_pattern";
    public const string UnsupportedMessage = "unsupported_message";
}
