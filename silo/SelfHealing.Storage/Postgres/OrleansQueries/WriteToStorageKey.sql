-- The last row must always come, with the version that is stored now: without one the provider takes a conflict for a success.
WITH changed AS
(
    UPDATE GrainState SET Version = Version + 1, Payload = @PayloadBinary::bytea, ModifiedAt = now()
    WHERE ServiceId = @ServiceId AND GrainType = @GrainTypeString AND KeyText = coalesce(@GrainIdExtensionString::text, '') AND KeyN0 = @GrainIdN0 AND KeyN1 = @GrainIdN1
        AND Version = @GrainStateVersion::integer
    RETURNING Version
), made AS
(
    INSERT INTO GrainState (ServiceId, GrainType, KeyN0, KeyN1, KeyText, Version, Payload, ModifiedAt)
    SELECT @ServiceId, @GrainTypeString, @GrainIdN0, @GrainIdN1, coalesce(@GrainIdExtensionString::text, ''), 1, @PayloadBinary::bytea, now()
    WHERE @GrainStateVersion::integer IS NULL
    ON CONFLICT DO NOTHING
    RETURNING Version
)
SELECT coalesce((SELECT Version FROM changed), (SELECT Version FROM made), @GrainStateVersion::integer) AS NewGrainStateVersion;
