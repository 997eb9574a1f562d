using System.Diagnostics;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace KybPlatform.IntegrationTests.App;

/// <summary>Counts the database commands with some text in them that the test itself makes, and nobody who runs beside it.</summary>
internal sealed class CountedCommands : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private static readonly AsyncLocal<CountedCommands?> Mine = new();
    private readonly List<IDisposable> _subscriptions = [];
    private readonly string _text;
    private int _count;

    public CountedCommands(string text)
    {
        (_text, Mine.Value) = (text, this);
        _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
    }

    public int Count => Volatile.Read(ref _count);

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == DbLoggerCategory) _subscriptions.Add(value.Subscribe(this));
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (Mine.Value == this && value.Value is CommandExecutedEventData executed && executed.Command.CommandText.Contains(_text, StringComparison.Ordinal)) Interlocked.Increment(ref _count);
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public void Dispose()
    {
        foreach (var subscription in _subscriptions) subscription.Dispose();
        Mine.Value = null;
    }

    private const string DbLoggerCategory = "Microsoft.EntityFrameworkCore";
}
