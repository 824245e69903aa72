import { describe, expect, it } from 'vitest';
import { guessMapping } from './guess';

const guess = (header: string) => guessMapping(header.split(','), []);

describe('guessMapping', () => {
  it.each([
    ['userId,movieId,rating,timestamp', { user: 'userId', video: 'movieId', value: 'rating', timestamp: 'timestamp' }],
    [
      'user_id,video_id,kind,value,timestamp_ms',
      { user: 'user_id', video: 'video_id', kind: 'kind', value: 'value', timestamp: 'timestamp_ms' },
    ],
    ['event_time,event_type,product_id,user_id', { user: 'user_id', video: 'product_id', kind: 'event_type', timestamp: 'event_time' }],
    ['reviewerID,asin,overall,unixReviewTime', { user: 'reviewerID', video: 'asin', value: 'overall', timestamp: 'unixReviewTime' }],
    ['visitorid,itemid,event,timestamp', { user: 'visitorid', video: 'itemid', kind: 'event', timestamp: 'timestamp' }],
    ['User ID,Song-ID,play count', { user: 'User ID', video: 'Song-ID', value: 'play count' }],
  ])('recognises interactions in %s', (header, mapping) => {
    expect(guess(header)).toEqual({ role: 'interactions', mapping });
  });

  it.each([
    ['movieId,title,genres', { video: 'movieId', title: 'title', category: 'genres' }],
    [
      'id,name,overview,release_date,runtime',
      { video: 'id', title: 'name', description: 'overview', publishedAt: 'release_date', duration: 'runtime' },
    ],
    [
      'video_id,title,channel_title,publish_time,tags,description,category',
      {
        video: 'video_id',
        title: 'title',
        creator: 'channel_title',
        publishedAt: 'publish_time',
        tags: 'tags',
        description: 'description',
        category: 'category',
      },
    ],
  ])('recognises videos in %s', (header, mapping) => {
    expect(guess(header)).toEqual({ role: 'videos', mapping });
  });

  it('recognises users, and reports unknown columns', () => {
    expect(guess('user_id,age,country')).toEqual({ role: 'users', mapping: { user: 'user_id' } });
    expect(guess('a,b,c')).toEqual({ role: 'unknown', mapping: {} });
    expect(guess('id')).toEqual({ role: 'unknown', mapping: {} });
  });

  it('never maps one column to two fields', () => {
    const { mapping } = guess('id,title,created,date,category');
    expect(new Set(Object.values(mapping)).size).toBe(Object.values(mapping).length);
  });
});
