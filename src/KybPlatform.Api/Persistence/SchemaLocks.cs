namespace KybPlatform.Api.Persistence;

/// <summary>How a migration comes by the tables that it changes while processes of the version before go on serving.</summary>
internal static class SchemaLocks
{
    /// <summary>
    /// The statement that a migration of tables in use begins with: all locks, or none. It gives way to whoever works with one of them, lets what queued up behind it go on,
    /// and tries again until its time is over; so nothing that it did is lost by a deadlock, as it did nothing before.
    /// </summary>
    /// <param name="tables">In the order in which commits lock them (<see cref="BatchCommit"/>), so that a commit and the migration wait for each other only one way.</param>
    public static string Taking(params string[] tables) => Taking(TimeSpan.FromSeconds(60), tables);

    public static string Taking(TimeSpan patience, params string[] tables) => $"""
        DO $$
        DECLARE until timestamp with time zone := clock_timestamp() + interval '{(long)patience.TotalMilliseconds} milliseconds';
        BEGIN
          PERFORM set_config('lock_timeout', '2s', true);
          LOOP
            BEGIN
              LOCK TABLE {string.Join(", ", tables)} IN ACCESS EXCLUSIVE MODE;
              RETURN;
            EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
              IF clock_timestamp() > until THEN
                RAISE EXCEPTION 'the tables that this version changes are in use: nothing was changed' USING ERRCODE = 'lock_not_available',
                  HINT = 'Run --role migrate again when no long query, backup or vacuum works with them: {string.Join(", ", tables)}.';
              END IF;
            END;
            PERFORM pg_sleep(0.25);
          END LOOP;
        END $$;
        """;
}
