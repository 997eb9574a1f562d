using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace KybPlatform.UnitTests.Architecture;

/// <summary>One use of a type or a member by a type, found in signatures, attributes or compiled code.</summary>
internal readonly record struct Use(Type By, Type Of, string? Member)
{
    public override string ToString() => $"{By.FullName} uses {Of.FullName}{(Member is null ? "" : "." + Member)}";
}

/// <summary>Reads from compiled code what a type depends on, so that no rule depends on how source is written.</summary>
internal static class TypeUses
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
    private static readonly Dictionary<short, OpCode> Codes =
        typeof(OpCodes).GetFields().Select(f => f.GetValue(null)).OfType<OpCode>().ToDictionary(c => c.Value);

    /// <summary>Uses by a type itself and by all that is nested in it; each once.</summary>
    public static IReadOnlySet<Use> By(Type type)
    {
        var found = new HashSet<Use>();
        Visit(type, Outermost(type), found);
        return found;
    }

    public static IEnumerable<Use> In(Assembly assembly) => assembly.GetTypes().Where(t => !t.IsNested).SelectMany(By);

    /// <summary>The type that a person wrote: the outermost one around closures and state machines.</summary>
    public static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    public static bool IsMade(Type type) =>
        type.IsDefined(typeof(CompilerGeneratedAttribute), false) || type.Name.StartsWith('<') || type.Namespace is null || type.Namespace.StartsWith("System.", StringComparison.Ordinal)
        || type.Namespace.StartsWith("Microsoft.", StringComparison.Ordinal) || (type.DeclaringType is { } outer && IsMade(outer));

    private static void Visit(Type type, Type by, HashSet<Use> found)
    {
        Add(type.BaseType, by, found);
        foreach (var contract in type.GetInterfaces()) Add(contract, by, found);
        Attributes(type, by, found);
        foreach (var field in type.GetFields(Declared))
        {
            Add(field.FieldType, by, found);
            Attributes(field, by, found);
        }
        foreach (var method in type.GetMethods(Declared).Cast<MethodBase>().Concat(type.GetConstructors(Declared))) VisitMethod(method, by, found);
        foreach (var nested in type.GetNestedTypes(Declared)) Visit(nested, by, found);
    }

    private static void VisitMethod(MethodBase method, Type by, HashSet<Use> found)
    {
        Attributes(method, by, found);
        foreach (var parameter in method.GetParameters()) Add(parameter.ParameterType, by, found);
        if (method is MethodInfo { ReturnType: var made }) Add(made, by, found);
        if (method.GetMethodBody() is not { } body) return;
        foreach (var local in body.LocalVariables) Add(local.LocalType, by, found);
        foreach (var clause in body.ExceptionHandlingClauses.Where(c => c.Flags == ExceptionHandlingClauseOptions.Clause)) Add(clause.CatchType, by, found);
        VisitCode(method, body.GetILAsByteArray()!, by, found);
    }

    private static void VisitCode(MethodBase method, byte[] code, Type by, HashSet<Use> found)
    {
        var typeArguments = method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null;
        var methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        for (var at = 0; at < code.Length;)
        {
            short value = code[at++];
            if (value == 0xFE) value = unchecked((short)((0xFE << 8) | code[at++]));
            var operand = Codes[value].OperandType;
            if (operand is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok)
                AddMember(method.Module.ResolveMember(BitConverter.ToInt32(code, at), typeArguments, methodArguments), by, found);
            at += operand == OperandType.InlineSwitch ? 4 + (4 * BitConverter.ToInt32(code, at)) : Size(operand);
        }
    }

    private static void AddMember(MemberInfo? member, Type by, HashSet<Use> found)
    {
        if (member is Type type)
        {
            Add(type, by, found);
            return;
        }
        if (member?.DeclaringType is not { } owner) return;
        Add(owner, by, found);
        found.Add(new Use(by, Plain(owner), member.Name));
        if (member is MethodInfo { IsGenericMethod: true } generic)
            foreach (var argument in generic.GetGenericArguments()) Add(argument, by, found);
    }

    private static void Attributes(MemberInfo member, Type by, HashSet<Use> found)
    {
        foreach (var attribute in member.GetCustomAttributesData()) Add(attribute.AttributeType, by, found);
    }

    private static void Add(Type? type, Type by, HashSet<Use> found)
    {
        if (type is null || type.IsGenericParameter) return;
        if (type.HasElementType)
        {
            Add(type.GetElementType(), by, found);
            return;
        }
        foreach (var argument in type.IsGenericType ? type.GetGenericArguments() : []) Add(argument, by, found);
        found.Add(new Use(by, Plain(type), null));
    }

    private static Type Plain(Type type) => Outermost(type.IsGenericType ? type.GetGenericTypeDefinition() : type);

    private static int Size(OperandType operand) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => 4,
    };
}
