using System.Diagnostics.CodeAnalysis;

namespace KybPlatform.Api.Http;

/// <summary>Either a value or a refusal; the one result type of the product.</summary>
public readonly struct Result<T>
{
    private readonly T? _value;
    private readonly Error? _error;

    private Result(T? value, Error? error) => (_value, _error) = (value, error);

    public T Value => _error is null ? _value! : throw new InvalidOperationException($"Refused: {_error.Code}");

    public bool IsRefused([NotNullWhen(true)] out Error? error) => (error = _error) is not null;

    public static implicit operator Result<T>(T value) => new(value, null);
    public static implicit operator Result<T>(Error error) => new(default, error);
}
